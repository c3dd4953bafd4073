using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <summary>Lines that belong to the page and not to the article: share labels, read-also and follow-us lines, "appeared first on".</summary>
internal static class JunkLines
{
    private const int LongestAppeal = 160;
    private const int LongestReadAlso = 300;
    private const int LongestFooter = 600;
    private const int FooterLines = 3;
    private const int LongestFirstWord = 16;

    private static readonly FrozenSet<string> ReadMore = Set(
        "اقرا المزيد|قراءه المزيد|لقراءه المزيد|متابعه القراءه|اكمل القراءه|تابع القراءه|اكمال القراءه|استكمال القراءه|المزيد|اقرا اكثر|اقرا الخبر كاملا|اقرا المقال كاملا|"
        + "لمزيد من التفاصيل|المزيد من التفاصيل|للمزيد|للمزيد اضغط هنا|اضغط هنا للمزيد|لقراءه المزيد اضغط هنا|لقراءه الخبر كاملا اضغط هنا|التتمه|"
        + "ادامه مطلب|بيشتر بخوانيد|read more|read more »|continue reading|keep reading|read the full article|read full article|more|lire la suite|en savoir plus|devamini oku");

    /// <summary>Imperatives that cannot be read as "he did".</summary>
    private static readonly FrozenSet<string> ReadVerbs = Set("اقرا|اقراوا|اقرووا|اقرءوا|واقرا|انظر|تصفح|read|see");

    /// <summary>Imperatives that are also a past tense: "شاهد أيضا" may begin a sentence.</summary>
    private static readonly FrozenSet<string> WatchVerbs = Set("شاهد|شاهدوا|طالع|طالعوا|تابع|استمع|وشاهد|watch");

    private static readonly FrozenSet<string> Also = Set("ايضا|ايضاا|also|المزيد");

    private static readonly FrozenSet<string> RelatedLabels = Set(
        "مواضيع ذات صله|موضوعات ذات صله|اخبار ذات صله|مقالات ذات صله|موضوع ذو صله|خبر ذو صله|قد يهمك|قد يهمك ايضا|قد يهمكم|قد يهمكم ايضا|قد يعجبك ايضا|ربما يعجبك ايضا|"
        + "اخبار متعلقه|مقالات متعلقه|مواضيع متعلقه|اخبار مشابهه|مقالات مشابهه|اقرا المزيد|also read|read also|see also|related|related articles|related posts|مطالب مرتبط");

    private static readonly FrozenSet<string> Platforms = Set(
        "فيسبوك|فيس|تويتر|واتساب|واتس|واتسآب|تلغرام|تليغرام|تليجرام|تلجرام|تيليجرام|تيليغرام|تيلغرام|تيلجرام|انستغرام|انستجرام|انستقرام|انستاغرام|يوتيوب|سناب|سنابشات|تيكتوك|لينكدان|لينكداين|"
        + "لينكدن|بنترست|بينتريست|ماسنجر|ثريدز|فايبر|ريديت|تمبلر|facebook|twitter|whatsapp|telegram|instagram|youtube|snapchat|tiktok|linkedin|pinterest|messenger|threads|viber|"
        + "reddit|tumblr|pocket|flipboard|vk");

    private static readonly FrozenSet<string> NewsPlatforms = Set("غوغل|جوجل|قوقل|google|نبض|nabd|اكس|x|تيك|لينكد|منصه|منصات|التواصل|تطبيق|تطبيقنا");

    private static readonly FrozenSet<string> ShareVerbs = Set("شارك|شاركها|شاركه|شاركنا|شاركوا|شاركوها|مشاركه|المشاركه|انشر|انشرها|غرد|تغريده|share|tweet|شير");

    private static readonly FrozenSet<string> ShareWords = Set(
        "طباعه|اطبع|الطباعه|ارسال|ارسل|نسخ|انسخ|الرابط|رابط|بريد|البريد|الكتروني|الالكتروني|ايميل|print|email|copy|link|whats|app|بلس|plus|شات|توك|ان|in");

    private static readonly FrozenSet<string> ShareFillers = Set(
        "هذا|هذه|الموضوع|المقال|المقاله|الخبر|التدوينه|الصفحه|مع|اصدقايك|الاصدقاء|علي|عبر|من|خلال|في|و|او|اكتب|رايك|برايك|اعجبني|الان|this|post|article|on|via|with|friends|and|or|to|جوجل|غوغل|google|it");

    private static readonly FrozenSet<string> FollowUs = Set("تابعنا|تابعونا|وتابعنا|وتابعونا|follow");

    private static readonly FrozenSet<string> Follow = Set(
        "تابع|تابعوا|اشترك|اشتركوا|اشتركي|انضم|انضموا|للمتابعه|لمتابعه|لمتابعتنا|للاشتراك|للانضمام|للمزيد|لمزيد|ليصلك|لتصلك|ليصلكم|لتصلكم|يمكنكم|يمكنك|كن|join|subscribe");

    private static readonly FrozenSet<string> Ours = Set(
        "قناتنا|قنواتنا|بقناتنا|لقناتنا|صفحتنا|صفحاتنا|لصفحتنا|حسابنا|حساباتنا|مجموعتنا|مجموعاتنا|جروبنا|متابعتنا|معنا|الينا|نشرتنا|تطبيقنا|us|our");

    /// <summary>Links that go on with the title of the article.</summary>
    private static readonly string[] TitledReadMore = [ArabicText.MatchingForm("متابعة قراءة") + " ", "continue reading ", "read more about "];

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWord = FirstWords();

    /// <summary>How "appeared first on" begins and goes on.</summary>
    private static readonly (string Start, string Middle)[] Footers = FormsOf(
    [
        ("the post ", " appeared first on "),
        ("the post ", " first appeared on "),
        ("the article ", " appeared first on "),
        ("this article ", " first appeared on "),
        ("this post ", " appeared first on "),
        ("ظهرت المقاله ", " اولا علي "),
        ("ظهرت المقاله ", " اولا في "),
        ("ظهر المقال ", " اولا علي "),
        ("ظهر المقال ", " اولا في "),
        ("ظهرت التدوينه ", " اولا علي "),
        ("ظهرت التدوينه ", " اولا في "),
        ("ظهر الخبر ", " اولا علي "),
        ("ظهرت ", " لاول مره علي "),
        ("ظهر ", " لاول مره علي "),
        ("المقاله ", " ظهرت اولا "),
        ("المقال ", " ظهر اولا "),
        ("التدوينه ", " ظهرت اولا "),
        ("الخبر ", " ظهر اولا "),
        ("المنشور ", " ظهر اولا "),
        ("المحتوي ", " ظهر اولا "),
        ("هذا المقال ", " ظهر اولا "),
        ("هذه المقاله ", " ظهرت اولا "),
        ("هذا الخبر ", " ظهر اولا "),
        ("هذه التدوينه ", " ظهرت اولا "),
        ("l article ", " est apparu en premier sur "),
        ("cet article ", " est apparu en premier sur "),
        ("نوشته ", " اولين بار در "),
    ]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FooterWord =
        Footers.Select(footer => footer.Start.Split(' ')[0]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Marks the lines to leave out.</summary>
    /// <returns>The text ended in an invitation to read the rest elsewhere.</returns>
    public static bool Mark(LineBuilder text)
    {
        var lines = text.Lines;
        MarkFooters(text);
        var wasCut = CutTrailingInvitation(text);
        var invited = false;
        var afterLabel = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            if (line.Is(LineTraits.Dropped | LineTraits.Blank))
            {
                continue;
            }

            var kind = afterLabel && IsAllLink(text, line) ? LineKind.ReadAlso : Judge(text, line);
            afterLabel = kind == LineKind.Label || (afterLabel && kind == LineKind.ReadAlso);
            if (kind == LineKind.Text)
            {
                invited = false;
                continue;
            }

            Drop(lines, i);
            invited |= kind == LineKind.ReadMore;
        }

        return invited || wasCut;
    }

    private static LineKind Judge(LineBuilder text, in TextLine line)
    {
        var content = text.Span(line.Content, line.End);
        if (content.Length > LongestReadAlso)
        {
            return LineKind.Text;
        }

        // Most lines are told from a label by their first word, without making strings.
        Span<char> buffer = stackalloc char[LongestFirstWord];
        var first = Fold(Word(content, 0, out var end), buffer);
        if (!FirstWord.TryGetValue(first, out var verb))
        {
            return LineKind.Text;
        }

        if (!Characters.IsVisible(content[end..]))
        {
            return JudgeWord(verb, line.Is(LineTraits.Heading));
        }

        var readAlso = JudgeReadAlso(content, verb, end, text.LinksOf(line), line.Content);
        return readAlso != LineKind.Text || content.Length > LongestAppeal ? readAlso : JudgeLabel(content, line, text);
    }

    private static LineKind JudgeWord(string word, bool isHeading) =>
        ReadMore.Contains(word) ? LineKind.ReadMore
        : RelatedLabels.Contains(word) ? LineKind.Label
        : ShareVerbs.Contains(word) || (!isHeading && IsPlatform(word)) ? LineKind.Junk
        : LineKind.Text;

    private static LineKind JudgeLabel(ReadOnlySpan<char> content, in TextLine line, LineBuilder text)
    {
        var form = ArabicText.MatchingForm(content.ToString());
        if (ReadMore.Contains(form) || (IsAllLink(text, line) && TitledReadMore.Any(start => form.StartsWith(start, StringComparison.Ordinal))))
        {
            return LineKind.ReadMore;
        }

        var words = form.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return RelatedLabels.Contains(form) ? LineKind.Label
            : IsShareLabel(words, line.Is(LineTraits.Heading)) || IsFollowUs(words) ? LineKind.Junk
            : LineKind.Text;
    }

    private static LineKind JudgeReadAlso(ReadOnlySpan<char> content, string verb, int end, LineLinks links, int start)
    {
        var isRead = ReadVerbs.Contains(verb);
        if (!isRead && !WatchVerbs.Contains(verb))
        {
            return LineKind.Text;
        }

        var second = Word(content, end, out end);
        if (second.IsEmpty || !Also.Contains(ArabicText.MatchingForm(second.ToString())))
        {
            return LineKind.Text;
        }

        var rest = content[end..].TrimStart(' ');
        var isMore = second[^1] == 'د';
        if (!Characters.IsVisible(rest))
        {
            return isMore ? LineKind.ReadMore : LineKind.Label;
        }

        var isLinked = links.First >= 0 && links.First - start <= content.Length - rest.Length && !links.TextAfter;
        var isSetOff = !char.IsLetterOrDigit(rest[0]) && !char.IsHighSurrogate(rest[0]) && rest[0] is not ('،' or ',' or '(');
        var isTitle = isRead && !isMore && content.Length <= LongestAppeal && content[^1] != '.';
        return isLinked || isSetOff || isTitle ? LineKind.ReadAlso : LineKind.Text;
    }

    /// <summary>The matching form of one word of Arabic or ASCII letters.</summary>
    private static ReadOnlySpan<char> Fold(ReadOnlySpan<char> word, Span<char> target)
    {
        var length = 0;
        foreach (var c in word)
        {
            if (c is Characters.Tatweel or 'ء' || Characters.IsMark(c))
            {
                continue;
            }

            if (length == target.Length)
            {
                return [];
            }

            target[length++] = c switch
            {
                'أ' or 'إ' or 'آ' or 'ٱ' => 'ا',
                'ى' or 'ئ' or 'ی' => 'ي',
                'ؤ' => 'و',
                'ة' => 'ه',
                'ک' => 'ك',
                _ => char.ToLowerInvariant(c),
            };
        }

        return target[..length];
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, int from, out int end)
    {
        while (from < text.Length && !Characters.IsLetterMarkOrDigit(text[from]))
        {
            from++;
        }

        end = from;
        while (end < text.Length && (Characters.IsLetterMarkOrDigit(text[end]) || text[end] == Characters.Tatweel))
        {
            end++;
        }

        return text[from..end];
    }

    private static bool IsShareLabel(string[] words, bool isHeading)
    {
        if (words.Length is 0 or > 16)
        {
            return false;
        }

        if (ShareVerbs.Contains(words[0]))
        {
            return words.All(word => ShareVerbs.Contains(word) || IsPlatform(word) || ShareWords.Contains(word) || ShareFillers.Contains(word));
        }

        return !isHeading && words.Any(IsPlatform) && words.All(word => IsPlatform(word) || ShareWords.Contains(word) || ShareVerbs.Contains(word));
    }

    private static bool IsFollowUs(string[] words)
    {
        if (words.Length < 3 || !words.Any(word => IsPlatform(word) || NewsPlatforms.Contains(word)))
        {
            return false;
        }

        return (FollowUs.Contains(words[0]) && words.Skip(1).Take(2).Any(word => word is "علي" or "عبر" or "في" or "us" or "الان" or "من"))
            || (Follow.Contains(words[0]) && words.Any(Ours.Contains));
    }

    private static bool IsPlatform(string word) =>
        Platforms.Contains(word) || (word.StartsWith("ال", StringComparison.Ordinal) && Platforms.Contains(word[2..]));

    private static void MarkFooters(LineBuilder text)
    {
        var left = FooterLines;
        for (var i = text.Lines.Count - 1; i >= 0 && left > 0; i--)
        {
            var line = text.Lines[i];
            if (line.Is(LineTraits.Dropped | LineTraits.Blank))
            {
                continue;
            }

            left--;
            if (line.End - line.Start <= LongestFooter && MayBeFooter(text.Text(line)) && IsFooter(ArabicText.MatchingForm(text.Text(line).ToString())))
            {
                Drop(text.Lines, i);
            }
        }
    }

    private static bool MayBeFooter(ReadOnlySpan<char> line)
    {
        Span<char> buffer = stackalloc char[LongestFirstWord];
        return FooterWord.Contains(Fold(Word(line, 0, out _), buffer));
    }

    private static bool IsFooter(string form)
    {
        foreach (var (start, middle) in Footers)
        {
            if (form.StartsWith(start, StringComparison.Ordinal) && form.Contains(middle, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Cuts a link that says "read more" from the end of the last line.</summary>
    private static bool CutTrailingInvitation(LineBuilder text)
    {
        var i = text.Lines.FindLastIndex(line => !line.Is(LineTraits.Dropped | LineTraits.Blank));
        if (i < 0)
        {
            return false;
        }

        var line = text.Lines[i];
        var links = text.LinksOf(line);
        if (links.Last <= line.Content || links.LastEnd - links.Last > LongestAppeal
            || Characters.IsVisible(text.Span(links.LastEnd, line.End))
            || !ReadMore.Contains(ArabicText.MatchingForm(text.Span(links.Last, links.LastEnd).ToString())))
        {
            return false;
        }

        text.Lines[i] = line with { End = line.Content + text.Span(line.Content, links.Last).TrimEnd(' ').Length };
        return true;
    }

    private static bool IsAllLink(LineBuilder text, in TextLine line)
    {
        var links = text.LinksOf(line);
        return links.First == line.Content && !links.TextAfter;
    }

    private static void Drop(List<TextLine> lines, int i) => lines[i] = lines[i] with { Traits = lines[i].Traits | LineTraits.Dropped };

    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWords() =>
        new[] { ReadMore, ReadVerbs, WatchVerbs, RelatedLabels, Platforms, ShareVerbs, ShareWords, FollowUs, Follow }
            .SelectMany(set => set)
            .Concat(TitledReadMore)
            .Concat(Platforms.Select(name => "ال" + name))
            .Select(label => label.Split(' ')[0])
            .Distinct()
            .ToFrozenDictionary(word => word, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static (string, string)[] FormsOf((string Start, string Middle)[] footers) =>
        [.. footers.Select(footer => (ArabicText.MatchingForm(footer.Start) + " ", " " + ArabicText.MatchingForm(footer.Middle) + " "))];

    private static FrozenSet<string> Set(string words) => words.Split('|').Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);

    private enum LineKind
    {
        Text,
        Junk,
        ReadMore,
        ReadAlso,

        /// <summary>A read-also label alone: the links under it go with it.</summary>
        Label,
    }
}
