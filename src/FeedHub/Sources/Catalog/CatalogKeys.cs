using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>A key of feeds.json: one line here is its reading, its place in the schema, and its line in the README.</summary>
/// <param name="Default">As it would be written; null: nothing.</param>
internal sealed record CatalogKey<TTarget>(
    string Name, string Kind, string? Default, Phrase Meaning, Func<JsonObject> Schema, Func<TTarget, JsoncNode, ReadingContext, TTarget> Read);

/// <summary>Every key of feeds.json. The loader, the schema and the README's table are made from or checked against these two lists.</summary>
internal static class CatalogKeys
{
    /// <summary>Keys of the hub; <c>feeds</c> and <c>$schema</c> beside them are the reader's own.</summary>
    public static IReadOnlyList<CatalogKey<FeedCatalog>> Hub { get; } =
    [
        Key("title", CatalogValues.Text, "\"FeedHub\"", new("Title of the merged feed.", "عنوان الخلاصة المجموعة."), (hub, title) => hub with { Title = title }),
        Key("description", CatalogValues.Text, null, new("One sentence about the merged feed.", "جملة واحدة عن الخلاصة المجموعة."), (hub, text) => hub with { Description = text }),
        Key("link", CatalogValues.HubAddress, null, new("Public address of this hub; if left out, what the request says.", "عنوان هذا البرنامج على الشبكة؛ فإن غاب فما يقوله الطلب."), (hub, link) => hub with { Link = link.TrimEnd('/') }),
        Key("language", CatalogValues.Language, "\"ar\"", new("Language of sources that do not say theirs.", "لغة المصادر التي لا تذكر لغتها."), (hub, language) => hub with { Language = language }),
        Key("pollEvery", CatalogValues.Duration, "\"15m\"", new("How often to ask each source: 30s, 15m, 2h, 1d.", "كم يُنتظر بين سؤال المصدر وسؤاله: 30s أو 15m أو 2h أو 1d."), (hub, pace) => hub with { PollEvery = pace }),
        Key("onlyLanguages", CatalogValues.LanguageList, "[]", new("Keep only articles in these languages; all if empty.", "لا يبقى إلا المكتوب بهذه اللغات؛ فإن خلت القائمة بقي الكل."), (hub, languages) => hub with { OnlyLanguages = languages }),
        Key("keepDays", CatalogValues.Whole(1, 36_500), "90", new("Days after which an article is forgotten.", "عدد الأيام التي تُنسى المقالة بعدها."), (hub, days) => hub with { KeepDays = (int)days }),
        Key("webSubHub", CatalogValues.WebAddress, null, new("WebSub hub to tell of new stories.", "محور WebSub يُخبَر بالأخبار الجديدة."), (hub, address) => hub with { WebSubHub = address }),
        Key("webSub", CatalogValues.Flag, "false", new("Subscribe at the WebSub hubs that feeds name; needs link, where those can reach this hub.", "الاشتراك في محاور WebSub التي تسميها الخلاصات؛ يلزمه link تصل إليه تلك المحاور."), (hub, on) => hub with { WebSub = on }),
        Key("userAgent", CatalogValues.UserAgent, null, new("User-Agent to send to all sources; the contact is added where it names none.", "ما يُرسل في User-Agent إلى المصادر كلها؛ ويضاف إليه contact إن لم يذكر عنواناً."), (hub, agent) => hub with { UserAgent = agent }),
        Key("contact", CatalogValues.Contact, null, new("Where publishers can reach somebody, sent in the User-Agent: an address of mail or web; link if left out.", "أين يجد الناشرون من يراسلونه، ويُرسل في User-Agent: بريد أو صفحة؛ فإن غاب فهو link."), (hub, contact) => hub with { Contact = contact }),
        Key("window", CatalogValues.Window, "{ \"hours\": 12, \"entries\": 100, \"most\": 500 }", new("The first page of a feed carries what came in within \"hours\", the newest \"entries\" in any case, never more than \"most\".", "في الصفحة الأولى من الخلاصة ما ورد خلال \"hours\" ساعة، وأحدث \"entries\" على كل حال، ولا تزيد على \"most\"."), (hub, window) => hub with { Window = window }),
        Key("merge", CatalogValues.Merge, "\"near\"", new("near: also reworded copies become one story; exact: only the same page or the same text.", "near: تُضم النسخ المعاد صوغها أيضاً؛ exact: لا تُضم إلا الصفحة نفسها أو النص نفسه."), (hub, merge) => hub with { Merge = merge }),
        Key("images", CatalogValues.Flag, "true", new("Pages show lead images, which the browser fetches from the publishers.", "تُظهر الصفحات صورة كل خبر، ويجلبها المتصفح من الناشر."), (hub, images) => hub with { Images = images }),
        Key("keepTracking", CatalogValues.Flag, "false", new("Keep parameters such as utm_source in the links to publishers.", "إبقاء معاملات مثل utm_source في روابط الناشرين."), (hub, keep) => hub with { KeepTracking = keep }),
        Key("timeZone", CatalogValues.TimeZone, null, new("Of days, digests and the times of pages: \"Asia/Damascus\"; this machine's if left out.", "للأيام والموجز وأوقات الصفحات: \"Asia/Damascus\"؛ فإن غاب فتوقيت هذا الجهاز."), (hub, zone) => hub with { TimeZone = zone }),
        Key("digestAt", CatalogValues.TimeOfDay, "\"07:00\"", new("When the day's digest is made, in timeZone.", "متى يُعد موجز اليوم، بتوقيت timeZone."), (hub, at) => hub with { DigestAt = at }),
    ];

    /// <summary>Keys of a feed; <c>url</c> beside them is the reader's own.</summary>
    public static IReadOnlyList<CatalogKey<FeedSource>> Feed { get; } =
    [
        FeedKey("id", CatalogValues.Id, null, new("Name in addresses and logs; made from the address if left out.", "اسم المصدر في العناوين والسجل؛ فإن غاب صيغ من العنوان."), (feed, id) => feed with { Id = id }),
        FeedKey("title", CatalogValues.Text, null, new("Shown instead of the feed's own title.", "يظهر مكان عنوان الخلاصة نفسها."), (feed, title) => feed with { Title = title }),
        FeedKey("tags", CatalogValues.Tags, "[]", new("Each tag is a feed of its own: /tags/{tag}/feed.atom.", "لكل وسم خلاصة خاصة به: /tags/{tag}/feed.atom."), (feed, tags) => feed with { Tags = tags }),
        FeedKey("language", CatalogValues.Language, null, new("Language of the articles, where the feed does not say or lies.", "لغة المقالات، حيث لا تذكرها الخلاصة أو تخطئ فيها."), (feed, language) => feed with { Language = language }),
        FeedKey("pollEvery", CatalogValues.Duration, null, new("How often to ask this source; the hub's pace if left out.", "كم يُنتظر بين سؤال هذا المصدر وسؤاله؛ فإن غاب فما للبرنامج كله."), (feed, pace) => feed with { PollEvery = pace }),
        FeedKey("enabled", CatalogValues.Flag, "true", new("false: not polled; its articles stay.", "false: لا يُسأل، وتبقى مقالاته."), (feed, enabled) => feed with { Enabled = enabled }),
        FeedKey("priority", CatalogValues.Whole(-1_000, 1_000), "0", new("Whose copy of a story is shown: the higher wins.", "نسخة مَن تظهر من الخبر: الأعلى رقماً."), (feed, priority) => feed with { Priority = (int)priority }),
        FeedKey("fullText", CatalogValues.Flag, "false", new("Fetch the article's page where the feed carries an excerpt, if its site's robots.txt lets us.", "جلب صفحة المقالة حيث تحمل الخلاصة مقتطفاً، إن أذن robots.txt في موقعها."), (feed, fullText) => feed with { FullText = fullText }),
        FeedKey("items", CatalogValues.Items, null, new("The address is a page that lists articles: CSS selectors of its \"list\" of items, and where need be of \"link\", \"title\", \"summary\", \"date\" and \"image\" in each.", "العنوان صفحة تسرد مقالات: محددات CSS لمواد القائمة \"list\"، وعند الحاجة لما في كل مادة: \"link\" و\"title\" و\"summary\" و\"date\" و\"image\"."), (feed, items) => feed with { Items = items }),
        FeedKey("include", CatalogValues.Texts, "[]", new("Keep only articles that hold one of these words or phrases.", "لا يبقى إلا ما فيه إحدى هذه الكلمات أو العبارات."), (feed, words) => feed with { Include = words }),
        FeedKey("exclude", CatalogValues.Texts, "[]", new("Leave out articles that hold one of these words or phrases.", "يُترك ما فيه إحدى هذه الكلمات أو العبارات."), (feed, words) => feed with { Exclude = words }),
        FeedKey("timeZone", CatalogValues.TimeZone, "\"UTC\"", new("For dates written without a zone, or with one that nobody knows: \"Asia/Damascus\".", "للتواريخ المكتوبة بلا منطقة أو بمنطقة لا يعرفها أحد: \"Asia/Damascus\"."), (feed, zone) => feed with { TimeZone = zone }),
        FeedKey("encoding", CatalogValues.Encoding, null, new("Encoding to believe when the publisher's label lies: \"windows-1256\".", "الترميز الذي يُصدَّق حين يخطئ الناشر في تسميته: \"windows-1256\"."), (feed, encoding) => feed with { Encoding = encoding }),
        FeedKey("userAgent", CatalogValues.UserAgent, null, new("User-Agent to send to this source, as it stands; the hub's if left out.", "ما يُرسل إلى هذا المصدر في User-Agent كما هو؛ فإن غاب فما للبرنامج كله."), (feed, agent) => feed with { UserAgent = agent }),
        FeedKey("contact", CatalogValues.Contact, null, new("Where this publisher can reach somebody; the hub's if left out.", "أين يجد هذا الناشر من يراسله؛ فإن غاب فما للبرنامج كله."), (feed, contact) => feed with { Contact = contact }),
        FeedKey("certificate", CatalogValues.Certificate, null, new("The one certificate to trust, signed by nobody: \"sha256/…\" of its public key; the error without it says what to write.", "الشهادة الوحيدة التي تُقبل وإن لم يوقعها أحد: \"sha256/…\" لمفتاحها العام؛ ورسالة الخطأ من دونها تذكر ما يُكتب."), (feed, pin) => feed with { Certificate = pin }),
        FeedKey("headers", CatalogValues.Headers, "{}", new("More request headers, sent to this source's own address only.", "ترويسات أخرى للطلب، لا تُرسل إلا إلى عنوان هذا المصدر."), (feed, headers) => feed with { Headers = headers }),
        FeedKey("maxBytes", CatalogValues.Whole(1_024, 1L << 30), null, new("Largest body to read, in bytes; the process setting if left out.", "أكبر حجم يُقرأ، بالبايت؛ فإن غاب فإعداد البرنامج."), (feed, bytes) => feed with { MaxBodyBytes = bytes }),
        FeedKey("allowPrivateNetwork", CatalogValues.Flag, "false", new("Let this source be inside your own network.", "السماح بأن يكون هذا المصدر داخل شبكتك."), (feed, allow) => feed with { AllowPrivateNetwork = allow }),
        FeedKey("series", CatalogValues.Flag, "false", new("Templated posts (weather, prices, prayer times): never merged across days.", "منشورات على قالب واحد (الطقس والأسعار ومواقيت الصلاة): لا تُضم من يوم إلى يوم."), (feed, series) => feed with { Series = series }),
        FeedKey("merge", CatalogValues.Merge, null, new("near or exact, for this source; the hub's if left out.", "near أو exact لهذا المصدر؛ فإن غاب فما للبرنامج كله."), (feed, merge) => feed with { Merge = merge }),
        FeedKey("webSub", CatalogValues.Flag, null, new("true or false, for this source; the hub's if left out.", "true أو false لهذا المصدر؛ فإن غاب فما للبرنامج كله."), (feed, on) => feed with { WebSub = on }),
        CleaningKey("remove", CatalogValues.Selectors, "[]", new("CSS selectors of elements to drop before cleaning: \".related\".", "محددات CSS لعناصر تُحذف قبل التنظيف: \".related\"."), (clean, selectors) => clean with { Remove = selectors }),
        CleaningKey("removeLines", CatalogValues.Texts, "[]", new("Lines to drop from the text; a * at the end matches any ending.", "أسطر تُحذف من النص؛ و* في آخر السطر تعني أي تتمة."), (clean, lines) => clean with { RemoveLines = lines }),
        CleaningKey("removeBoilerplate", CatalogValues.Flag, "true", new("Drop share labels, read-also and follow-us lines: those that also link, or stand in a run of such lines.", "حذف أسطر المشاركة و«اقرأ أيضاً» و«تابعونا»: ما فيه رابط منها، أو ما كان بين أسطر مثله."), (clean, on) => clean with { RemoveBoilerplate = on }),
        CleaningKey("removeLearnedLines", CatalogValues.Flag, "false", new("Also drop lines that this source was seen to repeat.", "حذف الأسطر التي لوحظ أن هذا المصدر يكررها أيضاً."), (clean, on) => clean with { RemoveLearnedLines = on }),
        CleaningKey("keepCaptions", CatalogValues.Flag, "false", new("Keep captions of pictures.", "إبقاء شروح الصور."), (clean, on) => clean with { KeepCaptions = on }),
        CleaningKey("keepAlt", CatalogValues.Flag, "false", new("Keep what stands for a picture in its alt text.", "إبقاء ما يقوم مقام الصورة في نصها البديل."), (clean, on) => clean with { KeepAlt = on }),
        CleaningKey("listMarkers", CatalogValues.Flag, "true", new("Put a dash or number before items of lists.", "وضع شرطة أو رقم أمام بنود القوائم."), (clean, on) => clean with { ListMarkers = on }),
        CleaningKey("stripTatweel", CatalogValues.Flag, "false", new("Drop the stretching mark ـ between two letters.", "حذف التطويل ـ بين حرفين."), (clean, on) => clean with { StripTatweel = on }),
        CleaningKey("keepBidiMarks", CatalogValues.Flag, "false", new("Keep invisible direction marks.", "إبقاء علامات الاتجاه الخفية."), (clean, on) => clean with { KeepBidiMarks = on }),
        CleaningKey("fixPunctuationSpacing", CatalogValues.Flag, "false", new("Mend spaces around punctuation.", "إصلاح المسافات حول علامات الترقيم."), (clean, on) => clean with { FixPunctuationSpacing = on }),
        CleaningKey("foldDigits", CatalogValues.Flag, "false", new("Write ٠–٩ and ۰–۹ as 0–9.", "كتابة ٠–٩ و۰–۹ على صورة 0–9."), (clean, on) => clean with { FoldDigits = on }),
    ];

    public static IEnumerable<string> HubNames => Hub.Select(key => key.Name).Append("feeds").Append("$schema");

    public static IEnumerable<string> FeedNames => Feed.Select(key => key.Name).Prepend("url");

    /// <summary>What people write who know other readers' files.</summary>
    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = "title",
        ["category"] = "tags",
        ["categories"] = "tags",
        ["folder"] = "tags",
        ["lang"] = "language",
        ["href"] = "url",
        ["feedUrl"] = "url",
        ["xmlUrl"] = "url",
        ["link"] = "url",
        ["interval"] = "pollEvery",
        ["refresh"] = "pollEvery",
        ["every"] = "pollEvery",
        ["ttl"] = "pollEvery",
        ["disabled"] = "enabled",
        ["charset"] = "encoding",
        ["timezone"] = "timeZone",
        ["tz"] = "timeZone",
        ["ua"] = "userAgent",
        ["active"] = "enabled",
        ["selectors"] = "remove",
        ["sources"] = "feeds",
        ["subscriptions"] = "feeds",
        ["maxBodyBytes"] = "maxBytes",
    };

    /// <summary>Reports every key that stands twice and yields each name's last member.</summary>
    public static IEnumerable<JsoncMember> Distinct(JsoncNode node, ReadingContext context)
    {
        var lines = new Dictionary<string, int>();
        foreach (var member in node.Members)
        {
            if (!lines.TryAdd(member.Name, member.NameStart))
            {
                context.Mistakes.Add(
                    member.NameStart, new($"The key \"{Wording.Shown(member.Name)}\" stands here a second time; the first is in line {context.Mistakes.LineOf(lines[member.Name])}.", $"المفتاح \"{Wording.Shown(member.Name)}\" مكتوب هنا مرة ثانية، والأولى في السطر {context.Mistakes.LineOf(lines[member.Name])}."),
                    new("Remove one.", "احذف إحدى المرتين."));
            }
            else
            {
                yield return member;
            }
        }
    }

    /// <param name="elsewhere">Keys that stand in another place, of which <paramref name="place"/> tells.</param>
    public static void ReportUnknown(
        JsoncMember member, IReadOnlyCollection<string> known, ReadingContext context, IEnumerable<string>? elsewhere = null, Phrase? place = null)
    {
        var meant = OtherNames.TryGetValue(member.Name, out var other) && known.Contains(other) ? other
            : Wording.Nearest(member.Name, known) ?? Wording.Part(member.Name, known);
        context.Mistakes.Add(
            member.NameStart, new($"There is no key \"{Wording.Shown(member.Name)}\" here.", $"لا مفتاح هنا باسم \"{Wording.Shown(member.Name)}\"."),
            elsewhere?.Contains(member.Name) == true ? place
            : meant is null ? new($"Known: {string.Join(", ", known)}.", $"المعروف: {string.Join(", ", known)}.")
            : new($"Did you mean \"{meant}\"?", $"أتقصد \"{meant}\"؟"));
    }

    private static CatalogKey<FeedCatalog> Key<T>(
        string name, CatalogValue<T> value, string? @default, Phrase meaning, Func<FeedCatalog, T, FeedCatalog> set) =>
        Of(name, value, @default, meaning, set);

    private static CatalogKey<FeedSource> FeedKey<T>(
        string name, CatalogValue<T> value, string? @default, Phrase meaning, Func<FeedSource, T, FeedSource> set) =>
        Of(name, value, @default, meaning, set);

    private static CatalogKey<FeedSource> CleaningKey<T>(
        string name, CatalogValue<T> value, string? @default, Phrase meaning, Func<CleaningOptions, T, CleaningOptions> set) =>
        Of<FeedSource, T>(name, value, @default, meaning, (feed, read) => feed with { Cleaning = set(feed.Cleaning, read) });

    private static CatalogKey<TTarget> Of<TTarget, T>(
        string name, CatalogValue<T> value, string? @default, Phrase meaning, Func<TTarget, T, TTarget> set) =>
        new(name, value.Kind, @default, meaning, value.Schema, (target, node, context) => value.Read(node, context, out var read) ? set(target, read) : target);
}
