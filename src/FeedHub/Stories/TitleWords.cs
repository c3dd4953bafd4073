using System.Collections.Frozen;
using System.Globalization;

namespace FeedHub.Stories;

/// <summary>What a title says apart from its wording: the words that carry it, its numbers, and the mould it was cast in.</summary>
/// <param name="Words">Hashes of the stems of the words that are no function words, in order, each once.</param>
/// <param name="Numbers">Numbers, ordinals, weekdays and months, sorted, each once.</param>
/// <param name="Skeleton">Equal for titles that differ in numbers and dates only; 0: nothing else is left.</param>
internal sealed record TitleWords(uint[] Words, uint[] Numbers, uint Skeleton)
{
    public const int MostWords = 16;

    /// <summary>Numbers are below it, names of days and months above.</summary>
    public const uint Weekdays = 0x40000000;

    private const uint MonthBase = 0x50000000;

    /// <summary>Editors' marks before a title that say nothing of the news: urgent, correction, update, video, photos.</summary>
    private static readonly FrozenSet<string> Marks = new[]
    {
        "عاجل", "تصحيح", "تحديث", "محدث", "خبر", "بالفيديو", "فيديو", "بالصور", "صور", "شاهد", "وال", "فيديوهات", "تحديث1", "update", "correction", "breaking", "video",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, uint> Slots = ReadSlots();

    /// <summary>Words by which a title says which way things went, and those that say the other way; matching forms.</summary>
    private static readonly FrozenDictionary<uint, uint> WaysOfWords = ReadWays(
        ("يصل وصل تصل وصلت وصول arrives arrive arrival", "يغادر غادر تغادر غادرت مغادره leaves leave departs departure"),
        ("يفتتح افتتح تفتتح افتتحت افتتاح opens opening", "يختتم اختتم تختتم اختتمت اختتام ختام closes closing"),
        ("يرتفع ارتفع ترتفع ارتفعت ارتفاع ارتفاعا مرتفعا مرتفعه يصعد صعد تصعد صعدت صعود صعودا rise rises rising up gains", "ينخفض انخفض تنخفض انخفضت انخفاض انخفاضا منخفضا منخفضه يتراجع تراجع تتراجع تراجعت تراجعا متراجعا يهبط هبط تهبط هبطت هبوط هبوطا fall falls falling down drops"));

    /// <param name="title">Matching form.</param>
    public static TitleWords Read(string title)
    {
        var words = new List<uint>();
        var numbers = new SortedSet<uint>();
        var skeleton = 0u;
        var fixedWords = 0;
        var wasSlot = false;
        var figureEnd = 0;
        foreach (var range in title.AsSpan().Split(' '))
        {
            var word = title.AsSpan(range);
            if (range.Start.Value < figureEnd || word.IsEmpty || (fixedWords == 0 && Marks.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)))
            {
                continue;
            }

            if (Figure.IsInDigits(word) && Figure.Read(title.AsSpan(range.Start.Value), out var length) is { } figure && figure < Weekdays)
            {
                figureEnd = range.Start.Value + length;
                numbers.Add((uint)figure);
                skeleton = wasSlot ? skeleton : WordHash.Join(skeleton, 1);
                wasSlot = true;
                Add(words, Figure.HashOf(figure));
                continue;
            }

            if (Slot(word) is { } slot)
            {
                numbers.Add(slot);
                skeleton = wasSlot ? skeleton : WordHash.Join(skeleton, 1);
                wasSlot = true;
                Add(words, WordHash.Of(LightStem.Of(word)));
                continue;
            }

            wasSlot = false;
            fixedWords++;
            skeleton = WordHash.Join(skeleton, WordHash.Of(word));
            if (WordHash.Of(LightStem.Of(word)) is var stem && !FunctionWords.Contains(stem))
            {
                Add(words, stem);
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
            return uint.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Weekdays
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
                ways[WordHash.Of(LightStem.Of(word))] = 1u << (2 * index);
            }

            foreach (var word in other.Split(' '))
            {
                ways[WordHash.Of(LightStem.Of(word))] = 2u << (2 * index);
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
        Numbered("احد اثنين ثلاثا اربعا خميس جمعه سبت", Weekdays, ["ال{0}"]);
        Numbered("sunday monday tuesday wednesday thursday friday saturday", Weekdays, ["{0}"]);
        Numbered("dimanche lundi mardi mercredi jeudi vendredi samedi", Weekdays, ["{0}"]);
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
