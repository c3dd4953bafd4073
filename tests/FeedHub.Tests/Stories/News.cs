using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

/// <summary>Invented news, and a matcher to tell them to.</summary>
internal static class News
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public const string BridgeTitle = "افتتاح جسر وادي الزيتون بعد ثلاثة أعوام من الأشغال";

    public const string Bridge =
        """
        افتتح وزير الأشغال العامة صباح الأربعاء جسر وادي الزيتون الذي يصل ضفتي المدينة القديمة بعد أشغال استمرت ثلاثة أعوام وكلفت 48 مليون دينار.
        وقال الوزير خلال حفل الافتتاح إن الجسر سيخفف الازدحام عن الدوار الشمالي الذي تعبره يوميا 62 ألف مركبة، مضيفا أن طوله يبلغ 740 مترا وعرضه 24 مترا.
        وكانت الأشغال قد توقفت مرتين بسبب السيول التي جرفت أساسات الدعامة الثالثة في شتاء العام الماضي، قبل أن تتولى شركة محلية إعادة بنائها.
        ورحب أهالي الحي المجاور بالمشروع، وطالب بعضهم البلدية بإنارة الممرات الجانبية وإقامة حواجز للضجيج قرب المدرسة الابتدائية.
        """;

    /// <summary>The same wire copy under another headline: credit, shorter, a few words changed.</summary>
    public const string BridgeRetold =
        """
        وكالات – وادي الزيتون: افتتح وزير الأشغال العامة اليوم الأربعاء جسر وادي الزيتون الذي يصل ضفتي المدينة القديمة بعد أشغال استمرت ثلاثة أعوام وكلفت 48 مليون دينار.
        وأوضح الوزير خلال حفل الافتتاح أن الجسر سيخفف الازدحام عن الدوار الشمالي الذي تعبره يوميا 62 ألف مركبة، مشيرا إلى أن طوله يبلغ 740 مترا وعرضه 24 مترا.
        وكانت الأشغال قد توقفت مرتين بسبب السيول التي جرفت أساسات الدعامة الثالثة في شتاء العام الماضي.
        """;

    public const string StrikeTitle = "معلمو الإقليم الساحلي يعلقون إضرابهم بعد اتفاق على الأجور";

    public const string Strike =
        """
        علق معلمو الإقليم الساحلي مساء الثلاثاء إضرابا دام أحد عشر يوما بعدما وقعت نقابتهم مع وزارة التربية اتفاقا يرفع الأجور بنسبة 7 في المئة.
        وذكر نقيب المعلمين أن الدروس ستستأنف الخميس في 312 مدرسة، على أن تعوض الحصص الضائعة خلال عطلة الربيع.
        ونص الاتفاق على صرف العلاوة المتأخرة قبل نهاية الشهر، وتشكيل لجنة مشتركة تبحث ملف المتعاقدين الذين يبلغ عددهم نحو أربعة آلاف.
        وأعربت رابطة أولياء الأمور عن ارتياحها للاتفاق، ودعت إلى تمديد العام الدراسي أسبوعين في المرحلة الثانوية.
        """;

    public static string Telegram(string country, string occasion) =>
        $"""
        بعث رئيس الجمهورية برقية تهنئة إلى فخامة رئيس {country} بمناسبة {occasion} لبلاده.
        وأعرب الرئيس باسمه ونيابة عن شعب الجمهورية وحكومتها عن أصدق التهاني وأطيب التمنيات بالصحة والسعادة لفخامته ولحكومة وشعب {country} الصديق باطراد التقدم والازدهار.
        وأشاد الرئيس بهذه المناسبة بالعلاقات المتميزة التي تجمع البلدين الصديقين التي يسعى الجميع إلى تعزيزها وتنميتها في المجالات كافة.
        """;

    public static string Flight(string ordinal, int tons, int tents) =>
        $"""
        وصلت إلى مطار الساحل الدولي اليوم طائرة الإغاثة {ordinal} التي سيرها الصندوق الوطني للإغاثة ضمن الجسر الجوي لمساعدة المتضررين من السيول.
        وحملت الطائرة على متنها {tons} طنا من المواد الغذائية والطبية، إلى جانب {tents} خيمة، وكان في استقبالها ممثل الهلال الأحمر ومسؤولو لجنة الطوارئ في المحافظة.
        وأكد مدير الصندوق أن الجسر الجوي سيستمر حتى تلبية حاجات الأسر التي فقدت منازلها، معربا عن شكره لكل من أسهم في الحملة.
        """;

    public static string Weather(string day, int high, int low, string coast) =>
        $"""
        تتوقع دائرة الأرصاد الجوية أن يكون الطقس يوم {day} صافيا إلى غائم جزئيا في معظم المناطق، مع فرصة لهطول زخات متفرقة من المطر على {coast}.
        وتبلغ درجة الحرارة العظمى في العاصمة {high} درجة مئوية، فيما تسجل الصغرى {low} درجات، وتكون الرياح جنوبية غربية معتدلة السرعة.
        ودعت الدائرة السائقين إلى توخي الحذر من تدني مدى الرؤية الأفقية بسبب الضباب في ساعات الصباح الباكر فوق المرتفعات الجبلية.
        """;

    public static Article Article(
        string title, string text, string feed = "sana", int hours = 0, string? entry = null, string? link = null, bool isTruncated = false, long id = 0)
    {
        var at = Noon.AddHours(hours);
        entry ??= $"{feed}-{WordHash.Long(title + text):x}-{hours}";
        return new()
        {
            Id = id,
            FeedId = feed,
            EntryId = entry,
            Link = link ?? $"https://{feed}.example/{entry}",
            Title = title,
            Text = text,
            IsTruncated = isTruncated,
            Published = at,
            FirstSeenAt = at,
            ChangedAt = at,
            Language = "ar",
            UrlKey = link ?? $"{feed}.example/{entry}",
            RawHash = WordHash.Long(title + text),
            ContentKey = $"{WordHash.Long(ArabicText.MatchingForm(title + "\n" + text)):x16}",
        };
    }

    public static FeedSource Source(string id, int priority = 0, bool series = false, MergeMode? merge = null) =>
        new() { Id = id, Url = new Uri($"https://{id}.example/feed"), Priority = priority, Series = series, Merge = merge };
}
