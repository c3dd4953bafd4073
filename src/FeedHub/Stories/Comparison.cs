using System.Buffers;
using System.Numerics;

namespace FeedHub.Stories;

/// <summary>Measures one article, read whole, against sketches of others. Which shingles are rare is asked once. Of no use once disposed.</summary>
internal sealed class Comparison : IDisposable
{
    /// <summary>Below this many sampled shingles the sample says little.</summary>
    private const int MinSample = 12;

    private const int Levels = 12;

    /// <summary>What is looked up: more than are filed, so that a short text finds the long one it was cut from.</summary>
    private const int MostSmallest = 128;

    private readonly ArticleWords _words;
    private readonly RareMarks _markRare;
    private readonly Func<uint, double> _weightOf;
    private readonly uint[] _opening;
    private readonly double[] _openingWeights;
    private readonly bool[] _rare;
    private readonly int[] _rareAtLevel = new int[Levels];
    private readonly uint _ways;
    private readonly int[] _rareInPart = new int[Levels * Sketch.Parts];

    public Comparison(ArticleWords words, RareMarks markRare, Func<uint, double> weightOf)
    {
        _words = words;
        _markRare = markRare;
        _weightOf = weightOf;
        _opening = [.. words.Title.Words, .. words.LeadWords];
        _openingWeights = [.. _opening.Select(weightOf)];
        _ways = TitleWords.Ways(words.Title.Words);
        var shingles = words.Shingles;
        _rare = ArrayPool<bool>.Shared.Rent(shingles.Length);
        markRare(shingles, Rare);
        for (var part = 0; part < Sketch.Parts; part++)
        {
            for (var place = Sketch.StartOf(part, shingles.Length); place < Sketch.StartOf(part + 1, shingles.Length); place++)
            {
                var level = Math.Min(BitOperations.TrailingZeroCount(shingles[place]), Levels - 1);
                _rareInPart[(level * Sketch.Parts) + part] += _rare[place] ? 1 : 0;
            }
        }

        // What is sampled at a level is so at those below it.
        for (var level = Levels - 1; level >= 0; level--)
        {
            for (var part = 0; part < Sketch.Parts; part++)
            {
                var here = (level * Sketch.Parts) + part;
                _rareInPart[here] += level + 1 < Levels ? _rareInPart[here + Sketch.Parts] : 0;
                _rareAtLevel[level] += _rareInPart[here];
            }
        }
    }

    /// <summary>Says of each shingle, whatever its top bit, whether it is rare.</summary>
    public delegate void RareMarks(ReadOnlySpan<uint> shingles, Span<bool> rare);

    public int RareCount => _rareAtLevel[0];

    private Span<bool> Rare => _rare.AsSpan(0, _words.Shingles.Length);

    /// <summary>The rare shingles with the smallest hashes, in their order: <see cref="MostSmallest"/>, or as many as there are.</summary>
    public uint[] SmallestRare => field ??= FindSmallestRare();

    public void Dispose() => ArrayPool<bool>.Shared.Return(_rare);

    private uint[] FindSmallestRare()
    {
        // Hashes are spread evenly, so it is known about where the wanted ones end: only those are sorted.
        var below = RareCount <= MostSmallest ? uint.MaxValue : (uint)(Sketch.HashMask * (1.5 * MostSmallest / RareCount));
        Span<uint> some = stackalloc uint[MostSmallest * 3];
        var count = TakeRare(below, some);
        if (count is null || count < Math.Min(MostSmallest, RareCount))
        {
            some = new uint[RareCount];
            count = TakeRare(uint.MaxValue, some);
        }

        some = some[..count!.Value];
        some.Sort();
        return some[..Math.Min(MostSmallest, some.Length)].ToArray();
    }

    /// <summary>How many rare shingles are no more than <paramref name="below"/>; null: more than there is room for.</summary>
    private int? TakeRare(uint below, Span<uint> taken)
    {
        var shingles = _words.Shingles;
        var count = 0;
        for (var place = 0; place < shingles.Length; place++)
        {
            if (_rare[place] && shingles[place] <= below)
            {
                if (count == taken.Length)
                {
                    return null;
                }

                taken[count++] = shingles[place];
            }
        }

        return count;
    }

    /// <summary>Time, source and series are the caller's to add.</summary>
    public Likeness With(Sketch other)
    {
        var level = Math.Min(other.Level, Levels - 1);
        Span<int> ours = stackalloc int[Sketch.Parts];
        Span<int> theirs = stackalloc int[Sketch.Parts];
        Span<int> theirRare = stackalloc int[Sketch.Parts];
        int sampled = 0, sampledShared = 0, shared = 0, rare = 0, part = 0;
        var hashes = other.Hashes;
        Span<bool> isRare = stackalloc bool[hashes.Length];
        _markRare(hashes, isRare);
        for (var index = 0; index < hashes.Length; index++)
        {
            while (index >= other.PartEnd(part))
            {
                part++;
            }

            if (!isRare[index])
            {
                continue;
            }

            var hash = hashes[index] & Sketch.HashMask;
            var place = _words.PlaceOf(hash);
            rare++;
            shared += place >= 0 ? 1 : 0;
            if (!Sketch.IsSampled(hash, level))
            {
                continue;
            }

            sampled++;
            theirRare[part]++;
            if (place >= 0)
            {
                sampledShared++;
                theirs[part]++;
                ours[Sketch.PartOf(place, Rare.Length)]++;
            }
        }

        var fewerSampled = Math.Min(sampled, _rareAtLevel[level]);
        var isOursShorter = RareCount <= (level == 0 ? rare : sampled << level);
        var fewer = isOursShorter ? RareCount : level == 0 ? rare : sampled << level;
        var bySample = level == 0 || fewerSampled >= MinSample ? Share(sampledShared, fewerSampled) : 0;
        var byLead = isOursShorter ? Share(shared, RareCount) : 0;
        return WithTitlesAndFigures(
            other,
            WithOpenings(other, new()
            {
                Containment = Math.Max(bySample, byLead),
                Shared = Math.Max(shared, sampledShared << level),
                Rare = fewer,
                Spread = Math.Min(Spread(ours, _rareInPart.AsSpan(level * Sketch.Parts, Sketch.Parts)), Spread(theirs, theirRare)),
                Words = Math.Min(_words.Words, other.Words),
                LengthRatio = Math.Max(_words.Words, other.Words) / (double)Math.Max(1, Math.Min(_words.Words, other.Words)),
            }));
    }

    private Likeness WithTitlesAndFigures(Sketch other, Likeness likeness)
    {
        var title = _words.Title;
        var common = Common(title.Words, other.TitleWords);
        var all = title.Words.Length + other.TitleWords.Length - common;
        var ours = KeyShare(title.Words, _words.Keys, other.MayHave);
        var theirs = KeyShare(other.TitleWords, other.Keys, _words.Stems.Contains);
        var spoken = Spoken(title.Words, _words.Keys, other.TitleWords);
        var theirSpoken = Spoken(other.TitleWords, other.Keys, title.Words);
        var figures = Math.Min(_words.Figures.Length, other.Figures.Length);
        return likeness with
        {
            Keys = Math.Min(ours, theirs),
            KeysOfEither = Math.Max(ours, theirs),
            KeyCount = Math.Min(BitOperations.PopCount(_words.Keys), BitOperations.PopCount(other.Keys)),
            TitleShared = common,
            Title = Share(common, all),
            TitleContainment = Share(common, Math.Min(title.Words.Length, other.TitleWords.Length)),
            TitleNumbersDiffer = title.Numbers.Length > 0 && other.TitleNumbers.Length > 0 && !AgreeInNumbers(title.Numbers, other.TitleNumbers)
                && !(IsTold(title.Numbers, other.Figures) && IsTold(other.TitleNumbers, _words.Figures)),
            TitlesAreOpposed = _ways != 0 && TitleWords.AreOpposed(_ways, TitleWords.Ways(other.TitleWords)),
            IsUnderOtherTitles = IsUnspoken(spoken) && IsUnspoken(theirSpoken),
            IsBarelySpokenOf = IsBarely(spoken) && IsBarely(theirSpoken),
            IsSameMould = title.Skeleton != 0 && title.Skeleton == other.Skeleton,
            Figures = figures,
            FigureShare = Share(Common(_words.Figures, other.Figures), figures),
        };
    }

    /// <summary>Words of a title that the other lacks, and how many of them its own text repeats.</summary>
    private static (int Own, int Repeated) Spoken(ReadOnlySpan<uint> title, uint keys, ReadOnlySpan<uint> otherTitle)
    {
        var (own, repeated) = (0, 0);
        for (var word = 0; word < title.Length; word++)
        {
            if (!otherTitle.Contains(title[word]))
            {
                own++;
                repeated += (keys & (1u << word)) != 0 ? 1 : 0;
            }
        }

        return (own, repeated);
    }

    private static bool IsUnspoken((int Own, int Repeated) spoken) => spoken.Own > 0 && spoken.Repeated == 0;

    /// <summary>One word of them, or less than half, may be there by chance.</summary>
    private static bool IsBarely((int Own, int Repeated) spoken) => spoken.Own > 0 && (spoken.Repeated < 2 || spoken.Repeated * 2 < spoken.Own);

    /// <summary>With half a key granted: one key alone proves little.</summary>
    private double KeyShare(ReadOnlySpan<uint> title, uint keys, Func<uint, bool> has)
    {
        double all = 0, found = 0;
        for (var word = 0; word < title.Length; word++)
        {
            if ((keys & (1u << word)) != 0)
            {
                var weight = _weightOf(title[word]);
                all += weight;
                found += has(title[word]) ? weight : 0;
            }
        }

        var granted = all / Math.Max(1, BitOperations.PopCount(keys)) / 2;
        return all == 0 ? 1 : (found + granted) / (all + granted);
    }

    /// <summary>Title and lead together: the cosine of the two by weight, and how much of the one is in the other.</summary>
    private Likeness WithOpenings(Sketch other, Likeness likeness)
    {
        Span<uint> theirs = stackalloc uint[TitleWords.MostWords + Sketch.MostLeadWords];
        other.TitleWords.CopyTo(theirs);
        other.LeadWords.CopyTo(theirs[other.TitleWords.Length..]);
        theirs = theirs[..(other.TitleWords.Length + other.LeadWords.Length)];
        double common = 0, ours = 0, theirsSquared = 0;
        Shares ourTitle = default, ourOpening = default, theirTitle = default, theirOpening = default;
        for (var word = 0; word < _opening.Length; word++)
        {
            var (stem, weight) = (_opening[word], _openingWeights[word]);
            var isShared = theirs.Contains(stem);
            ours += weight * weight;
            common += isShared ? weight * weight : 0;
            ourOpening.Add(weight, isShared || other.MayHave(stem));
            if (word < _words.Title.Words.Length)
            {
                ourTitle.Add(weight, isShared);
            }
        }

        for (var word = 0; word < theirs.Length; word++)
        {
            var (stem, weight) = (theirs[word], _weightOf(theirs[word]));
            theirsSquared += weight * weight;
            theirOpening.Add(weight, _words.Stems.Contains(stem));
            if (word < other.TitleWords.Length)
            {
                theirTitle.Add(weight, _opening.Contains(stem));
            }
        }

        return likeness with
        {
            Opening = common == 0 ? 0 : common / Math.Sqrt(ours * theirsSquared),
            TitleInOpening = Math.Min(ourTitle.Share, theirTitle.Share),
            TitleInOpeningOfEither = Math.Max(ourTitle.Share, theirTitle.Share),
            OpeningInText = Math.Min(ourOpening.Share, theirOpening.Share),
        };
    }

    /// <summary>The stems of title and lead that say most, the rarest first.</summary>
    public uint[] RarestOfOpening(int most) =>
        [.. _opening.Select((stem, place) => (Stem: stem, Weight: _openingWeights[place])).OrderByDescending(word => word.Weight).ThenBy(word => word.Stem).Take(most).Select(word => word.Stem)];

    /// <summary>One has a number of the other, or a large one rounded.</summary>
    private static bool AgreeInNumbers(ReadOnlySpan<uint> some, ReadOnlySpan<uint> others)
    {
        foreach (var number in some)
        {
            foreach (var other in others)
            {
                if (number == other || IsRounded(Math.Min(number, other), Math.Max(number, other)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A large number told to one in fifty; or by its first digit, as "more than 4,000" is of 4,257.</summary>
    private static bool IsRounded(uint smaller, uint larger)
    {
        if (larger is <= 100 or >= TitleWords.Weekdays)
        {
            return false;
        }

        var unit = 1000u;
        while (smaller / unit >= 10)
        {
            unit *= 10;
        }

        return larger - smaller <= larger / 50 || (smaller >= unit && smaller % unit == 0 && larger - smaller < unit);
    }

    /// <summary>The other text gives them all, though its title picked other ones.</summary>
    private static bool IsTold(ReadOnlySpan<uint> numbers, ReadOnlySpan<uint> figures)
    {
        foreach (var number in numbers)
        {
            if (number >= TitleWords.Weekdays || !figures.Contains(Figure.HashOf(number)))
            {
                return false;
            }
        }

        return true;
    }

    private static int Common(ReadOnlySpan<uint> some, ReadOnlySpan<uint> others)
    {
        var common = 0;
        foreach (var item in some)
        {
            common += others.Contains(item) ? 1 : 0;
        }

        return common;
    }

    /// <summary>Parts with rare shingles of which every seventh or more is shared.</summary>
    private static double Spread(ReadOnlySpan<int> shared, ReadOnlySpan<int> rare)
    {
        var asked = 0;
        var held = 0;
        for (var part = 0; part < Sketch.Parts; part++)
        {
            asked += rare[part] > 0 ? 1 : 0;
            held += rare[part] > 0 && shared[part] * 7 >= rare[part] ? 1 : 0;
        }

        return Share(held, asked);
    }

    private static double Share(int some, int all) => all == 0 ? 0 : Math.Min(1, some / (double)all);

    /// <summary>What part, by weight, was found.</summary>
    private struct Shares
    {
        private double _found;
        private double _all;

        public readonly double Share => _all == 0 ? 0 : _found / _all;

        public void Add(double weight, bool isFound)
        {
            _all += weight;
            _found += isFound ? weight : 0;
        }
    }
}
