using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <content>The words by which junk is known, compared in matching form.</content>
internal static partial class JunkLines
{
    private static readonly FrozenSet<string> ReadMore = Set(
        "اقرا المزيد|قراءه المزيد|لقراءه المزيد|متابعه القراءه|اكمل القراءه|تابع القراءه|اكمال القراءه|استكمال القراءه|المزيد|اقرا اكثر|اقرا الخبر كاملا|اقرا المقال كاملا|"
        + "لمزيد من التفاصيل|المزيد من التفاصيل|للمزيد|للمزيد اضغط هنا|اضغط هنا للمزيد|لقراءه المزيد اضغط هنا|لقراءه الخبر كاملا اضغط هنا|التتمه|"
        + "ادامه مطلب|بيشتر بخوانيد|read more|read more »|continue reading|keep reading|read the full article|read full article|more|lire la suite|en savoir plus|devamini oku");

    /// <summary>Imperatives that cannot be read as "he did".</summary>
    private static readonly FrozenSet<string> ReadVerbs = Set("اقرا|اقراوا|اقرووا|اقرءوا|واقرا|انظر|تصفح|read|see");

    /// <summary>Imperatives that are also a past tense: "شاهد أيضا" may begin a sentence.</summary>
    private static readonly FrozenSet<string> WatchVerbs = Set("شاهد|شاهدوا|طالع|طالعوا|تابع|استمع|وشاهد|watch");

    private static readonly FrozenSet<string> Also = Set("ايضا|ايضاا|كذلك|also|المزيد|اكثر");

    private static readonly FrozenSet<string> RelatedLabels = Set(
        "مواضيع ذات صله|موضوعات ذات صله|اخبار ذات صله|مقالات ذات صله|موضوع ذو صله|خبر ذو صله|قد يهمك|قد يهمك ايضا|قد يهمكم|قد يهمكم ايضا|قد يعجبك ايضا|ربما يعجبك ايضا|"
        + "اخبار متعلقه|مقالات متعلقه|مواضيع متعلقه|اخبار مشابهه|مقالات مشابهه|اقرا المزيد|ذات صله|also read|read also|see also|related|related articles|related posts|مطالب مرتبط");

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

    private static readonly FrozenSet<string> FollowLabels = Set("تابعنا|تابعونا|تابعنا على|تابعونا على|تابعنا عبر|تابعونا عبر|follow us|follow us on");

    private static readonly FrozenSet<string> Follow = Set(
        "تابع|تابعوا|اشترك|اشتركوا|اشتركي|انضم|انضموا|للمتابعه|لمتابعه|لمتابعتنا|للاشتراك|للانضمام|للمزيد|لمزيد|ليصلك|لتصلك|ليصلكم|لتصلكم|يمكنكم|يمكنك|كن|join|subscribe");

    private static readonly FrozenSet<string> Ours = Set(
        "قناتنا|قنواتنا|بقناتنا|لقناتنا|صفحتنا|صفحاتنا|لصفحتنا|حسابنا|حساباتنا|مجموعتنا|مجموعاتنا|جروبنا|متابعتنا|معنا|الينا|نشرتنا|تطبيقنا|اخبارنا|تابعنا|تابعونا|us|our");

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
}
