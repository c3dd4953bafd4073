using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>A key of feeds.json: one line here is its reading, its place in the schema, and its line in the README.</summary>
/// <param name="Default">As it would be written; null: nothing.</param>
internal sealed record CatalogKey<TTarget>(
    string Name, string Kind, string? Default, string Meaning, Func<JsonObject> Schema, Func<TTarget, JsoncNode, ReadingContext, TTarget> Read);

/// <summary>Every key of feeds.json. The loader, the schema and the README's table are made from or checked against these two lists.</summary>
internal static class CatalogKeys
{
    /// <summary>Keys of the hub; <c>feeds</c> and <c>$schema</c> beside them are the reader's own.</summary>
    public static IReadOnlyList<CatalogKey<FeedCatalog>> Hub { get; } =
    [
        Key("title", CatalogValues.Text, "\"FeedHub\"", "Title of the merged feed.", (hub, title) => hub with { Title = title }),
        Key("description", CatalogValues.Text, null, "One sentence about the merged feed.", (hub, text) => hub with { Description = text }),
        Key("link", CatalogValues.HubAddress, null, "Public address of this hub; if left out, what the request says.", (hub, link) => hub with { Link = link.TrimEnd('/') }),
        Key("language", CatalogValues.Language, "\"ar\"", "Language of sources that do not say theirs.", (hub, language) => hub with { Language = language }),
        Key("pollEvery", CatalogValues.Duration, "\"15m\"", "How often to ask each source: 30s, 15m, 2h, 1d.", (hub, pace) => hub with { PollEvery = pace }),
        Key("onlyLanguages", CatalogValues.LanguageList, "[]", "Keep only articles in these languages; all if empty.", (hub, languages) => hub with { OnlyLanguages = languages }),
        Key("keepDays", CatalogValues.Whole(1, 36_500), "90", "Days after which an article is forgotten.", (hub, days) => hub with { KeepDays = (int)days }),
        Key("webSubHub", CatalogValues.WebAddress, null, "WebSub hub to tell of new stories.", (hub, address) => hub with { WebSubHub = address }),
        Key("webSub", CatalogValues.Flag, "false", "Subscribe at the WebSub hubs that feeds name; needs link, where those can reach this hub.", (hub, on) => hub with { WebSub = on }),
        Key("userAgent", CatalogValues.UserAgent, null, "User-Agent to send to all sources; the contact is added where it names none.", (hub, agent) => hub with { UserAgent = agent }),
        Key("contact", CatalogValues.Contact, null, "Where publishers can reach somebody, sent in the User-Agent: an address of mail or web; link if left out.", (hub, contact) => hub with { Contact = contact }),
        Key("window", CatalogValues.Window, "{ \"hours\": 12, \"entries\": 100, \"most\": 500 }", "The first page of a feed carries what came in within \"hours\", the newest \"entries\" in any case, never more than \"most\".", (hub, window) => hub with { Window = window }),
        Key("merge", CatalogValues.Merge, "\"near\"", "near: also reworded copies become one story; exact: only the same page or the same text.", (hub, merge) => hub with { Merge = merge }),
        Key("images", CatalogValues.Flag, "true", "Pages show lead images, which the browser fetches from the publishers.", (hub, images) => hub with { Images = images }),
        Key("keepTracking", CatalogValues.Flag, "false", "Keep parameters such as utm_source in the links to publishers.", (hub, keep) => hub with { KeepTracking = keep }),
        Key("timeZone", CatalogValues.TimeZone, null, "Of days, digests and the times of pages: \"Asia/Damascus\"; this machine's if left out.", (hub, zone) => hub with { TimeZone = zone }),
        Key("digestAt", CatalogValues.TimeOfDay, "\"07:00\"", "When the day's digest is made, in timeZone.", (hub, at) => hub with { DigestAt = at }),
    ];

    /// <summary>Keys of a feed; <c>url</c> beside them is the reader's own.</summary>
    public static IReadOnlyList<CatalogKey<FeedSource>> Feed { get; } =
    [
        FeedKey("id", CatalogValues.Id, null, "Name in addresses and logs; made from the address if left out.", (feed, id) => feed with { Id = id }),
        FeedKey("title", CatalogValues.Text, null, "Shown instead of the feed's own title.", (feed, title) => feed with { Title = title }),
        FeedKey("tags", CatalogValues.Tags, "[]", "Each tag is a feed of its own: /tags/{tag}/feed.atom.", (feed, tags) => feed with { Tags = tags }),
        FeedKey("language", CatalogValues.Language, null, "Language of the articles, where the feed does not say or lies.", (feed, language) => feed with { Language = language }),
        FeedKey("pollEvery", CatalogValues.Duration, null, "How often to ask this source; the hub's pace if left out.", (feed, pace) => feed with { PollEvery = pace }),
        FeedKey("enabled", CatalogValues.Flag, "true", "false: not polled; its articles stay.", (feed, enabled) => feed with { Enabled = enabled }),
        FeedKey("priority", CatalogValues.Whole(-1_000, 1_000), "0", "Whose copy of a story is shown: the higher wins.", (feed, priority) => feed with { Priority = (int)priority }),
        FeedKey("fullText", CatalogValues.Flag, "false", "Fetch the article's page where the feed carries an excerpt, if its site's robots.txt lets us.", (feed, fullText) => feed with { FullText = fullText }),
        FeedKey("items", CatalogValues.Items, null, "The address is a page that lists articles: CSS selectors of its \"list\" of items, and where need be of \"link\", \"title\", \"summary\", \"date\" and \"image\" in each.", (feed, items) => feed with { Items = items }),
        FeedKey("include", CatalogValues.Texts, "[]", "Keep only articles that hold one of these words or phrases.", (feed, words) => feed with { Include = words }),
        FeedKey("exclude", CatalogValues.Texts, "[]", "Leave out articles that hold one of these words or phrases.", (feed, words) => feed with { Exclude = words }),
        FeedKey("timeZone", CatalogValues.TimeZone, "\"UTC\"", "For dates written without a zone, or with one that nobody knows: \"Asia/Damascus\".", (feed, zone) => feed with { TimeZone = zone }),
        FeedKey("encoding", CatalogValues.Encoding, null, "Encoding to believe when the publisher's label lies: \"windows-1256\".", (feed, encoding) => feed with { Encoding = encoding }),
        FeedKey("userAgent", CatalogValues.UserAgent, null, "User-Agent to send to this source, as it stands; the hub's if left out.", (feed, agent) => feed with { UserAgent = agent }),
        FeedKey("contact", CatalogValues.Contact, null, "Where this publisher can reach somebody; the hub's if left out.", (feed, contact) => feed with { Contact = contact }),
        FeedKey("certificate", CatalogValues.Certificate, null, "The one certificate to trust, signed by nobody: \"sha256/…\" of its public key; the error without it says what to write.", (feed, pin) => feed with { Certificate = pin }),
        FeedKey("headers", CatalogValues.Headers, "{}", "More request headers, sent to this source's own address only.", (feed, headers) => feed with { Headers = headers }),
        FeedKey("maxBytes", CatalogValues.Whole(1_024, 1L << 30), null, "Largest body to read, in bytes; the process setting if left out.", (feed, bytes) => feed with { MaxBodyBytes = bytes }),
        FeedKey("allowPrivateNetwork", CatalogValues.Flag, "false", "Let this source be inside your own network.", (feed, allow) => feed with { AllowPrivateNetwork = allow }),
        FeedKey("series", CatalogValues.Flag, "false", "Templated posts (weather, prices, prayer times): never merged across days.", (feed, series) => feed with { Series = series }),
        FeedKey("merge", CatalogValues.Merge, null, "near or exact, for this source; the hub's if left out.", (feed, merge) => feed with { Merge = merge }),
        FeedKey("webSub", CatalogValues.Flag, null, "true or false, for this source; the hub's if left out.", (feed, on) => feed with { WebSub = on }),
        CleaningKey("remove", CatalogValues.Selectors, "[]", "CSS selectors of elements to drop before cleaning: \".related\".", (clean, selectors) => clean with { Remove = selectors }),
        CleaningKey("removeLines", CatalogValues.Texts, "[]", "Lines to drop from the text; a * at the end matches any ending.", (clean, lines) => clean with { RemoveLines = lines }),
        CleaningKey("removeBoilerplate", CatalogValues.Flag, "true", "Drop share labels, read-also and follow-us lines: those that also link, or stand in a run of such lines.", (clean, on) => clean with { RemoveBoilerplate = on }),
        CleaningKey("removeLearnedLines", CatalogValues.Flag, "false", "Also drop lines that this source was seen to repeat.", (clean, on) => clean with { RemoveLearnedLines = on }),
        CleaningKey("keepCaptions", CatalogValues.Flag, "false", "Keep captions of pictures.", (clean, on) => clean with { KeepCaptions = on }),
        CleaningKey("keepAlt", CatalogValues.Flag, "false", "Keep what stands for a picture in its alt text.", (clean, on) => clean with { KeepAlt = on }),
        CleaningKey("listMarkers", CatalogValues.Flag, "true", "Put a dash or number before items of lists.", (clean, on) => clean with { ListMarkers = on }),
        CleaningKey("stripTatweel", CatalogValues.Flag, "false", "Drop the stretching mark ـ between two letters.", (clean, on) => clean with { StripTatweel = on }),
        CleaningKey("keepBidiMarks", CatalogValues.Flag, "false", "Keep invisible direction marks.", (clean, on) => clean with { KeepBidiMarks = on }),
        CleaningKey("fixPunctuationSpacing", CatalogValues.Flag, "false", "Mend spaces around punctuation.", (clean, on) => clean with { FixPunctuationSpacing = on }),
        CleaningKey("foldDigits", CatalogValues.Flag, "false", "Write ٠–٩ and ۰–۹ as 0–9.", (clean, on) => clean with { FoldDigits = on }),
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
                    member.NameStart, $"The key \"{Wording.Shown(member.Name)}\" stands here a second time; the first is in line {context.Mistakes.LineOf(lines[member.Name])}.",
                    "Remove one.");
            }
            else
            {
                yield return member;
            }
        }
    }

    /// <param name="elsewhere">Keys that stand in another place, of which <paramref name="place"/> tells.</param>
    public static void ReportUnknown(
        JsoncMember member, IReadOnlyCollection<string> known, ReadingContext context, IEnumerable<string>? elsewhere = null, string place = "")
    {
        var meant = OtherNames.TryGetValue(member.Name, out var other) && known.Contains(other) ? other
            : Wording.Nearest(member.Name, known) ?? Wording.Part(member.Name, known);
        context.Mistakes.Add(
            member.NameStart, $"There is no key \"{Wording.Shown(member.Name)}\" here.",
            elsewhere?.Contains(member.Name) == true ? place
            : meant is null ? $"Known: {string.Join(", ", known)}."
            : $"Did you mean \"{meant}\"?");
    }

    private static CatalogKey<FeedCatalog> Key<T>(
        string name, CatalogValue<T> value, string? @default, string meaning, Func<FeedCatalog, T, FeedCatalog> set) =>
        Of(name, value, @default, meaning, set);

    private static CatalogKey<FeedSource> FeedKey<T>(
        string name, CatalogValue<T> value, string? @default, string meaning, Func<FeedSource, T, FeedSource> set) =>
        Of(name, value, @default, meaning, set);

    private static CatalogKey<FeedSource> CleaningKey<T>(
        string name, CatalogValue<T> value, string? @default, string meaning, Func<CleaningOptions, T, CleaningOptions> set) =>
        Of<FeedSource, T>(name, value, @default, meaning, (feed, read) => feed with { Cleaning = set(feed.Cleaning, read) });

    private static CatalogKey<TTarget> Of<TTarget, T>(
        string name, CatalogValue<T> value, string? @default, string meaning, Func<TTarget, T, TTarget> set) =>
        new(name, value.Kind, @default, meaning, value.Schema, (target, node, context) => value.Read(node, context, out var read) ? set(target, read) : target);
}
