using System.Buffers;
using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <summary>The words by which junk is known, compared in matching form.</summary>
internal static class JunkWords
{
    /// <summary>No first word is longer in matching form.</summary>
    public const int LongestWord = 16;

    public static readonly FrozenSet<string> ReadMore = Set(
        "اقرا المزيد|قراءه المزيد|لقراءه المزيد|متابعه القراءه|اكمل القراءه|تابع القراءه|اكمال القراءه|استكمال القراءه|المزيد|اقرا اكثر|اقرا الخبر كاملا|اقرا المقال كاملا|"
        + "لمزيد من التفاصيل|المزيد من التفاصيل|للمزيد|تابع قراءه|متابعه قراءه|اكمل قراءه|اقرا البقيه|البقيه|اقرا التفاصيل|التفاصيل|للتفاصيل|لقراءه الخبر كاملا|لقراءه المقال كاملا|للمزيد اضغط هنا|اضغط هنا للمزيد|لقراءه المزيد اضغط هنا|لقراءه الخبر كاملا اضغط هنا|التتمه|"
        + "ادامه مطلب|بيشتر بخوانيد|read more|read more »|continue reading|keep reading|read the full article|read full article|more|lire la suite|en savoir plus|devamini oku");

    /// <summary>Imperatives that cannot be read as "he did".</summary>
    public static readonly FrozenSet<string> ReadVerbs = Set("اقرا|اقراوا|اقرووا|اقرءوا|واقرا|انظر|تصفح|read|see");

    /// <summary>Imperatives that are also a past tense: "شاهد أيضا" may begin a sentence.</summary>
    public static readonly FrozenSet<string> WatchVerbs = Set("شاهد|شاهدوا|طالع|طالعوا|تابع|استمع|وشاهد|watch");

    public static readonly FrozenSet<string> Also = Set("ايضا|ايضاا|كذلك|also|المزيد|اكثر");

    public static readonly FrozenSet<string> RelatedLabels = Set(
        "مواضيع ذات صله|موضوعات ذات صله|اخبار ذات صله|مقالات ذات صله|موضوع ذو صله|خبر ذو صله|قد يهمك|قد تهمك|قد تهمكم|قد يهمك ايضا|قد يهمكم|قد يهمكم ايضا|قد يعجبك ايضا|ربما يعجبك ايضا|"
        + "اخبار متعلقه|مقالات متعلقه|مواضيع متعلقه|اخبار مشابهه|مقالات مشابهه|ذات صله|also read|read also|see also|related|related articles|related posts|مطالب مرتبط|"
        + "مقالات قد تهمك|مقالات قد تهمكم|مواضيع قد تهمك|موضوعات قد تهمك|اخبار قد تهمك|مقالات قد تعجبك|قد ترغب في قراءه|قد ترغب ايضا في|اخترنا لك|اخترنا لكم|اخترنا لك ايضا|"
        + "اختيارات المحرر|نرشح لك|نرشح لكم|نرشح لك ايضا|ننصحك بقراءه|ننصحكم بقراءه|ننصح بقراءه|لا يفوتك|لا تفوت|لا تفوتك قراءه|روابط ذات صله|مواد ذات صله|محتوي ذو صله|قصص ذات صله|"
        + "موضوعات مشابهه|مواضيع مشابهه|موضوعات متعلقه|مواد متعلقه|روابط متعلقه|المزيد من الاخبار|المزيد من المقالات|المزيد حول هذا الموضوع|المزيد عن هذا الموضوع|المزيد من هذا الكاتب|"
        + "اقرا في هذا الملف|اقرا من اعمالنا|من اخبارنا|اخر الاخبار|احدث الاخبار|احدث المقالات|الاكثر قراءه|الاكثر مشاهده|الاكثر تداولا|الوسوم|وسوم|تاغات|كلمات دلاليه|"
        + "الكلمات الدلاليه|كلمات مفتاحيه|الكلمات المفتاحيه|التصنيفات|you may also like|you might also like|you may also be interested in|recommended|recommended for you|recommended reading|"
        + "read next|up next|more from|more on this story|more stories|more news|don t miss|trending|trending now|popular posts|most read|most popular|latest news|tags|filed under|"
        + "lire aussi|a lire aussi|voir aussi|sur le meme sujet|ilgili haberler|bunlar da ilginizi cekebilir");

    public static readonly FrozenSet<string> Platforms = Set(
        "فيسبوك|فيس|تويتر|واتساب|واتس|واتسآب|تلغرام|تليغرام|تليجرام|تلجرام|تيليجرام|تيليغرام|تيلغرام|تيلجرام|انستغرام|انستجرام|انستقرام|انستاغرام|يوتيوب|سناب|سنابشات|تيكتوك|لينكدان|لينكداين|"
        + "لينكدن|بنترست|بينتريست|ماسنجر|ثريدز|فايبر|ريديت|تمبلر|facebook|twitter|whatsapp|telegram|instagram|youtube|snapchat|tiktok|linkedin|pinterest|messenger|threads|viber|"
        + "reddit|tumblr|pocket|flipboard|vk");

    public static readonly FrozenSet<string> NewsPlatforms = Set("غوغل|جوجل|قوقل|google|نبض|nabd|اكس|x|تيك|لينكد|منصه|منصات|التواصل|تطبيق|تطبيقنا");

    public static readonly FrozenSet<string> ShareVerbs = Set("شارك|شاركها|شاركه|شاركنا|شاركوا|شاركوها|مشاركه|المشاركه|انشر|انشرها|غرد|تغريده|share|tweet|شير");

    public static readonly FrozenSet<string> ShareWords = Set(
        "طباعه|اطبع|الطباعه|ارسال|ارسل|نسخ|انسخ|الرابط|رابط|بريد|البريد|الكتروني|الالكتروني|ايميل|صديق|الي|print|email|copy|link|whats|app|بلس|plus|شات|توك|ان|in");

    public static readonly FrozenSet<string> ShareFillers = Set(
        "هذا|هذه|الموضوع|المقال|المقاله|الخبر|التدوينه|الصفحه|مع|اصدقايك|الاصدقاء|علي|عبر|من|خلال|في|و|او|اكتب|رايك|برايك|اعجبني|الان|this|post|article|on|via|with|friends|and|or|to|جوجل|غوغل|google|it");

    public static readonly FrozenSet<string> FollowUs = Set("تابعنا|تابعونا|وتابعنا|وتابعونا|follow");

    /// <summary>Behind "follow us".</summary>
    public static readonly FrozenSet<string> Where = Set("علي|عبر|في|us|الان|من");

    /// <summary>Where sources are followed.</summary>
    public static readonly FrozenSet<string> Pages = Set("صفحه|صفحات|قناه|قنوات|حساب|حسابات|مواقع|شبكات|وسايل|مجموعه|جميع|كافه|كل");

    /// <summary>What the page around an article says in a line of its own.</summary>
    public static readonly FrozenSet<string> PageLabels = Set(
        "تابعنا|تابعونا|تابعنا على|تابعونا على|تابعنا عبر|تابعونا عبر|follow us|follow us on|"
        // from one article to the next
        + "التالي|السابق|التاليه|السابقه|التالي السابق|السابق التالي|المقال التالي|المقال السابق|الخبر التالي|الخبر السابق|الموضوع التالي|الموضوع السابق|الصفحه التاليه|الصفحه السابقه|"
        + "العوده الي الرئيسيه|العوده الي الاعلي|next|previous|prev|next previous|previous next|next post|previous post|next article|previous article|next page|back to top|"
        // newsletters and shops of apps
        + "اشترك|اشترك الان|اشتراك|بريدك الالكتروني|ادخل بريدك الالكتروني|ادخل عنوان بريدك الالكتروني|اكتب بريدك الالكتروني|البريد الالكتروني|subscribe|subscribe now|sign up|enter your email|"
        + "enter your email address|email address|your email address|your email|app store|google play|play store|appgallery|متجر ابل|متجر جوجل|متجر جوجل بلاي|جوجل بلاي|غوغل بلاي|اب ستور|"
        // comments, advertisements, controls
        + "طباعه|اطبع|ارسل الي صديق|ارسال الي صديق|نسخ الرابط|انسخ الرابط|اضف تعليق|اضف تعليقا|اضف تعليقك|اترك تعليق|اترك تعليقا|اترك رد|اترك ردا|اكتب تعليقا|شارك برايك|لا توجد تعليقات|التعليقات مغلقه|التعليقات|leave a comment|leave a reply|add a comment|"
        + "no comments|comments|comments are closed|اعلان|اعلانات|مساحه اعلانيه|advertisement|advertisements|sponsored|like this|like loading|loading|جاري التحميل|حجم الخط|تكبير الخط|تصغير الخط|"
        + "استمع للمقال|استمع الي المقال|استمع للخبر|استمع الي الخبر|listen to this article|اضغط هنا|انقر هنا|click here|ابلغ عن خطا|report an error");

    /// <summary>What a reader is to do to get what the source gives away.</summary>
    public static readonly FrozenSet<string> Fetch = Set(
        "حمل|حملوا|حملي|نزل|نزلوا|تحميل|لتحميل|لتنزيل|تنزيل|متوفر|متاح|احصل|احصلوا|سجل|سجلوا|تلق|download|get|available|install|sign|receive|explore|click");

    public static readonly FrozenSet<string> Goods = Set(
        "النشره|نشره|newsletter|newsletters|inbox|التطبيق|تطبيق|app|apps|appgallery|play|store|alerts|اشعارات|الاشعارات|تنبيهات");

    public static readonly FrozenSet<string> SmallWords = Set("هنا|الان|من|علي|في|الي|عبر|احدث|مجانا|here|to|the|it|on|up|in|now|for|a|our|your|free");

    public static readonly FrozenSet<string> OwnGoods = Set("نشرتنا|نشراتنا|بريدك|بريدكم|تطبيقنا|تطبيقاتنا|newsletter|newsletters|inbox|appgallery");

    /// <summary>What pages count.</summary>
    public static readonly FrozenSet<string> Counted = Set(
        "المشاهدات|مشاهدات|مشاهده|المشاهده|القراءات|قراءات|قراءه|القراءه|القراء|الزيارات|زيارات|زياره|الزوار|التعليقات|تعليقات|تعليق|تعليقا|الاعجابات|اعجابات|اعجاب|المشاركات|مشاركات|"
        + "views|view|reads|read|reading|comments|comment|likes|shares|hits|visits");

    public static readonly FrozenSet<string> CounterWords = Set("عدد|اجمالي|مجموع|مرات|مره|تمت|تم|مده|وقت|زمن|دقيقه|دقائق|دقيقتان|الف|post|total|page|time|min|mins|minute|minutes|k|m");

    /// <summary>What shows that a line leads elsewhere though its link was lost.</summary>
    private static readonly SearchValues<string> Addresses = SearchValues.Create(["http://", "https://", "www.", "t.me/", "wa.me/", "bit.ly/", ".com/", "fb.com"], StringComparison.OrdinalIgnoreCase);

    public static readonly SearchValues<char> SentenceEnds = SearchValues.Create(".!؟?…]\"»");

    public static readonly SearchValues<char> EllipsisEnds = SearchValues.Create("….]");

    public static readonly FrozenSet<string> Follow = Set(
        "تابع|تابعوا|اشترك|اشتركوا|اشتركي|انضم|انضموا|للمتابعه|لمتابعه|لمتابعتنا|للاشتراك|للانضمام|للمزيد|لمزيد|ليصلك|لتصلك|ليصلكم|لتصلكم|يمكنكم|يمكنك|كن|join|subscribe");

    public static readonly FrozenSet<string> Ours = Set(
        "قناتنا|قنواتنا|بقناتنا|لقناتنا|صفحتنا|صفحاتنا|لصفحتنا|حسابنا|حساباتنا|مجموعتنا|مجموعاتنا|جروبنا|متابعتنا|معنا|الينا|نشرتنا|تطبيقنا|اخبارنا|تابعنا|تابعونا|us|our");

    /// <summary>Links that go on with the title of the article.</summary>
    public static readonly string[] TitledReadMore = [ArabicText.MatchingForm("متابعة قراءة") + " ", ArabicText.MatchingForm("تابع قراءة") + " ", "continue reading ", "read more about "];

    /// <summary>The first words of all of them.</summary>
    public static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWord = FirstWords();

    /// <summary>How "appeared first on" begins and goes on.</summary>
    public static readonly (string Start, string Middle)[] Footers = FormsOf(
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
        ("ظهرت المقاله ", " لاول مره علي "),
        ("ظهر المقال ", " لاول مره علي "),
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

    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> FooterWord =
        Footers.Select(footer => footer.Start.Split(' ')[0]).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A word of Arabic or ASCII letters in matching form; empty where it is longer than the target.</summary>
    public static ReadOnlySpan<char> Fold(ReadOnlySpan<char> word, Span<char> target)
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

    /// <summary>The next word.</summary>
    public static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, int from, out int end)
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

    public static bool HoldsAddress(ReadOnlySpan<char> text) => text.ContainsAny(Addresses);

    private static FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> FirstWords() =>
        new[] { ReadMore, ReadVerbs, WatchVerbs, RelatedLabels, Platforms, ShareVerbs, ShareWords, FollowUs, Follow, PageLabels, Fetch, Counted, CounterWords }
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
