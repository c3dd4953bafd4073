using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Stories;

/// <summary>What a title says apart from its wording: the words that carry it, its numbers, and the mould it was cast in.</summary>
/// <param name="Words">Hashes of the words that are no function words, in order, each once.</param>
/// <param name="Numbers">Numbers, ordinals, weekdays and months, sorted, each once.</param>
/// <param name="Skeleton">Equal for titles that differ in numbers and dates only; 0: nothing else is left.</param>
internal sealed record TitleWords(uint[] Words, uint[] Numbers, uint Skeleton)
{
    public const int MostWords = 16;
    private const uint WeekdayBase = 0x40000000;
    private const uint MonthBase = 0x50000000;

    /// <summary>Editors' marks before a title that say nothing of the news: urgent, correction, update, video, photos.</summary>
    private static readonly FrozenSet<string> Marks = new[]
    {
        "عاجل", "تصحيح", "تحديث", "محدث", "خبر", "بالفيديو", "فيديو", "بالصور", "صور", "شاهد", "وال", "فيديوهات", "تحديث1", "update", "correction", "breaking", "video",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> FunctionWords = new[]
    {
        "في", "من", "علي", "الي", "عن", "مع", "بعد", "قبل", "ان", "او", "ثم", "بين", "هذا", "هذه", "التي", "الذي", "كما", "قد", "لا", "ما", "هو", "هي", "كل", "و",
        "خلال", "عند", "حتي", "لم", "لن", "ضد", "منذ", "the", "a", "an", "of", "in", "on", "to", "and", "for", "at", "by", "with", "from", "as", "is",
        "le", "la", "les", "de", "des", "du", "un", "une", "et", "en", "au", "aux", "à", "dans", "sur", "pour", "par",
    }.ToFrozenSet(StringComparer.Ordinal);

    private const int ShortestStem = 3;
    private const int LongestName = 24;
    private static readonly (string Start, string End)[] NounForms = [("", ""), ("", "ا"), ("", "يا"), ("", "ه"), ("", "يه"), ("ال", ""), ("ال", "يه"), ("ال", "ي")];

    private static readonly FrozenDictionary<string, uint> Slots = ReadSlots();

    /// <summary>Words by which a title says which way things went, and those that say the other way; matching forms.</summary>
    private static readonly FrozenDictionary<uint, uint> WaysOfWords = ReadWays(
        ("يصل وصل تصل وصلت وصول arrives arrive arrival", "يغادر غادر تغادر غادرت مغادره leaves leave departs departure"),
        ("يفتتح افتتح تفتتح افتتحت افتتاح opens opening", "يختتم اختتم تختتم اختتمت اختتام ختام closes closing"),
        ("يرتفع ارتفع ترتفع ارتفعت ارتفاع ارتفاعا مرتفعا مرتفعه يصعد صعد تصعد صعدت صعود صعودا rise rises rising up gains", "ينخفض انخفض تنخفض انخفضت انخفاض انخفاضا منخفضا منخفضه يتراجع تراجع تتراجع تراجعت تراجعا متراجعا يهبط هبط تهبط هبطت هبوط هبوطا fall falls falling down drops"));

    /// <param name="title">Matching form.</param>
    /// <param name="isInText">
    /// Whether a word (by its hash) stands in the text: there a name has shed the particle that a title glues to it, and the Dutch minister is the minister
    /// of Holland.
    /// </param>
    public static TitleWords Read(string title, Func<uint, bool> isInText)
    {
        var words = new List<uint>();
        var numbers = new SortedSet<uint>();
        var skeleton = 0u;
        var fixedWords = 0;
        var wasSlot = false;
        foreach (var range in title.AsSpan().Split(' '))
        {
            var word = title.AsSpan(range);
            if (word.IsEmpty || (fixedWords == 0 && Marks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)))
            {
                continue;
            }

            if (Slot(word) is { } slot)
            {
                numbers.Add(slot);
                skeleton = wasSlot ? skeleton : WordHash.Join(skeleton, 1);
                wasSlot = true;
                Add(words, WordHash.Of(word));
                continue;
            }

            wasSlot = false;
            fixedWords++;
            var hash = WordHash.Of(word);
            skeleton = WordHash.Join(skeleton, hash);
            if (!FunctionWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            {
                Add(words, isInText(hash) ? hash : InText(word, isInText) ?? hash);
            }
        }

        return new([.. words], [.. numbers], fixedWords == 0 ? 0 : skeleton | 1);
    }

    /// <summary>Two bits for each pair of opposites: the one was said, the other was.</summary>
    public static uint Ways(ReadOnlySpan<uint> words)
    {
        var ways = 0u;
        foreach (var word in words)
        {
            ways |= WaysOfWords.GetValueOrDefault(word);
        }

        return ways;
    }

    /// <summary>Of some pair of opposites one title says this alone, the other that alone.</summary>
    public static bool AreOpposed(uint ways, uint others)
    {
        const uint first = 0x55555555;
        var (up, down) = (ways & ~(ways >> 1) & first, (ways >> 1) & ~ways & first);
        var (otherUp, otherDown) = (others & ~(others >> 1) & first, (others >> 1) & ~others & first);
        return ((up & otherDown) | (down & otherUp)) != 0;
    }

    /// <summary>A figure of a text: digits, unless they are a year; those agree between any two reports of a month.</summary>
    public static bool IsFigure(ReadOnlySpan<char> word) =>
        word[0] is >= '0' and <= '9' && (word.Length != 4 || !(word.StartsWith("19") || word.StartsWith("20") || word.StartsWith("14")));

    /// <summary>The word as the text has it; null: not in another form either.</summary>
    private static uint? InText(ReadOnlySpan<char> word, Func<uint, bool> isInText)
    {
        var bare = Bare(word);
        return bare.Length >= 3 && WordHash.Of(bare) is var name && isInText(name) ? name : Related(word, isInText) ?? Related(bare, isInText);
    }

    /// <summary>
    /// For an adjective with article what it is made from, and the other way round: الهولندي and هولندا, الكينية and كينيا, السعودي and السعودية, العراق and
    /// العراقي; null: none of them is in the text.
    /// </summary>
    private static uint? Related(ReadOnlySpan<char> word, Func<uint, bool> isInText)
    {
        var isDefinite = word.StartsWith("ال");
        var core = isDefinite ? word[2..] : word;
        if (core.Length is < ShortestStem or > LongestName)
        {
            return null;
        }

        return core.EndsWith("يه") ? (isDefinite ? Noun(core[..^2], isInText) : null)
            : core.EndsWith("ي") ? (isDefinite ? Noun(core[..^1], isInText) : null)
            : Adjective(core, isInText)
                ?? (core.EndsWith("يا") ? Adjective(core[..^2], isInText)
                    : core[^1] is 'ا' or 'ه' ? Adjective(core[..^1], isInText)
                    : null);
    }

    private static uint? Noun(ReadOnlySpan<char> stem, Func<uint, bool> isInText)
    {
        foreach (var (start, end) in stem.Length < ShortestStem ? [] : NounForms)
        {
            if (Form(start, stem, end) is var name && isInText(name))
            {
                return name;
            }
        }

        return null;
    }

    private static uint? Adjective(ReadOnlySpan<char> stem, Func<uint, bool> isInText) =>
        stem.Length < ShortestStem ? null
        : Form("ال", stem, "ي") is var one && isInText(one) ? one
        : Form("ال", stem, "يه") is var other && isInText(other) ? other
        : null;

    private static uint Form(string start, ReadOnlySpan<char> stem, string end)
    {
        Span<char> form = stackalloc char[LongestName + 4];
        start.CopyTo(form);
        stem.CopyTo(form[start.Length..]);
        end.CopyTo(form[(start.Length + stem.Length)..]);
        return WordHash.Of(form[..(start.Length + stem.Length + end.Length)]);
    }

    /// <summary>Without one of the particles that Arabic writes as part of the next word: بعسير is عسير, للرياض is الرياض.</summary>
    private static string Bare(ReadOnlySpan<char> word) =>
        word.StartsWith("لل") ? string.Concat("ال", word[2..])
        : word[0] is 'ب' or 'و' or 'ل' or 'ف' or 'ك' ? word[1..].ToString()
        : "";

    private static void Add(List<uint> words, uint hash)
    {
        if (words.Count < MostWords && !words.Contains(hash))
        {
            words.Add(hash);
        }
    }

    private static uint? Slot(ReadOnlySpan<char> word)
    {
        if (word[0] is >= '0' and <= '9')
        {
            return uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < WeekdayBase
                ? number
                : WordHash.Of(word) | 0x80000000;
        }

        return Slots.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var slot) ? slot : null;
    }

    private static FrozenDictionary<uint, uint> ReadWays(params (string One, string Other)[] opposites)
    {
        var ways = new Dictionary<uint, uint>();
        foreach (var (index, (one, other)) in opposites.Index())
        {
            foreach (var word in one.Split(' '))
            {
                ways.Add(WordHash.Of(word), 1u << (2 * index));
            }

            foreach (var word in other.Split(' '))
            {
                ways.Add(WordHash.Of(word), 2u << (2 * index));
            }
        }

        return ways.ToFrozenDictionary();
    }

    /// <summary>Matching forms: hamzas and marks are gone, ة is ه, ى is ي.</summary>
    private static FrozenDictionary<string, uint> ReadSlots()
    {
        var slots = new Dictionary<string, uint>();
        Numbered("اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر", 1, ["{0}", "{0}ه", "ال{0}", "ال{0}ه", "لل{0}", "بال{0}", "وال{0}", "وال{0}ه", "لل{0}ه"]);
        Numbered("اولي ثانيه", 1, ["{0}", "ال{0}", "لل{0}", "وال{0}"]);
        Numbered("- اثنان ثلاثه اربعه خمسه سته سبعه ثمانيه تسعه عشره", 1, ["{0}", "ال{0}", "ب{0}", "ل{0}", "و{0}"]);
        Numbered("- اثنين ثلاث اربع خمس ست سبع ثماني تسع عشر", 1, ["{0}", "ب{0}", "ل{0}"]);
        Numbered("one two three four five six seven eight nine ten", 1, ["{0}"]);
        Numbered("first second third fourth fifth sixth seventh eighth ninth tenth", 1, ["{0}"]);
        Numbered("احد اثنين ثلاثا اربعا خميس جمعه سبت", WeekdayBase, ["ال{0}"]);
        Numbered("sunday monday tuesday wednesday thursday friday saturday", WeekdayBase, ["{0}"]);
        Numbered("dimanche lundi mardi mercredi jeudi vendredi samedi", WeekdayBase, ["{0}"]);
        Numbered("يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر", MonthBase, ["{0}"]);
        Numbered("جانفي فيفري - افريل ماي جوان جويليه اوت", MonthBase, ["{0}"]);
        Numbered("- شباط اذار نيسان ايار حزيران تموز - ايلول", MonthBase, ["{0}"]);
        Numbered("january february march april may june july august september october november december", MonthBase, ["{0}"]);
        Numbered("محرم صفر - - - - رجب شعبان رمضان شوال", MonthBase + 16, ["{0}"]);
        return slots.ToFrozenDictionary(StringComparer.Ordinal);

        void Numbered(string names, uint start, string[] shapes)
        {
            foreach (var (index, name) in names.Split(' ').Index())
            {
                foreach (var shape in name == "-" ? [] : shapes)
                {
                    slots.TryAdd(shape.Replace("{0}", name, StringComparison.Ordinal), start + (uint)index);
                }
            }
        }
    }
}
