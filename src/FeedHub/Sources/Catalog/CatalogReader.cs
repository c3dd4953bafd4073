using System.Collections.Immutable;
using System.Text;

namespace FeedHub.Sources;

/// <summary>feeds.json read: the catalog, or every mistake in it at once.</summary>
/// <param name="Catalog">Null where there is any mistake.</param>
public sealed record CatalogResult(FeedCatalog? Catalog, IReadOnlyList<CatalogMistake> Mistakes);

/// <summary>Reads feeds.json: comments and trailing commas allowed, every mistake with line, column and suggestion. Throws on nothing a file can hold.</summary>
public static class CatalogReader
{
    /// <summary>A pace below it is meant seriously by few.</summary>
    private static readonly TimeSpan ShortPace = TimeSpan.FromMinutes(1);

    /// <summary>Reads the bytes of a file: UTF-8, or UTF-16 with a byte order mark.</summary>
    /// <param name="path">Its full path: named in mistakes, and the base of relative file feeds.</param>
    public static CatalogResult Read(ReadOnlySpan<byte> bytes, string path)
    {
        bytes = bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        try
        {
            return bytes is [0xFF, 0xFE, ..] ? Read(new UnicodeEncoding(false, true, true).GetString(bytes[2..]), path)
                : bytes is [0xFE, 0xFF, ..] ? Read(new UnicodeEncoding(true, true, true).GetString(bytes[2..]), path)
                : Read(new UTF8Encoding(false, true).GetString(bytes), path);
        }
        catch (DecoderFallbackException exception)
        {
            return NotUtf8(bytes, exception.Index, path);
        }
    }

    /// <param name="text">The file's text.</param>
    /// <param name="path">Its full path: named in mistakes, and the base of relative file feeds.</param>
    public static CatalogResult Read(string text, string path)
    {
        var mistakes = new MistakeList(text, path);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            mistakes.Add(text.IndexOf('\0', StringComparison.Ordinal), new("This is no text file (it holds U+0000).", "هذا ليس ملفاً نصياً (فيه U+0000)."), new("Save it as UTF-8 text.", "احفظه نصاً بترميز UTF-8."));
            return new CatalogResult(null, mistakes.Mistakes);
        }

        var root = JsoncParser.Parse(text, mistakes);
        var context = new ReadingContext(mistakes, Path.GetDirectoryName(path) ?? "");
        var catalog = ReadHub(root, context);
        return mistakes.IsEmpty
            ? new CatalogResult(catalog with { Warnings = [.. mistakes.Warnings] }, [])
            : new CatalogResult(null, mistakes.Mistakes);
    }

    private static CatalogResult NotUtf8(ReadOnlySpan<byte> bytes, int index, string path)
    {
        var before = Encoding.UTF8.GetString(bytes[..Math.Clamp(index, 0, bytes.Length)]);
        var mistakes = new MistakeList(before, path);
        mistakes.Add(before.Length, new("From here on the file is not UTF-8.", "الملف من هنا ليس بترميز UTF-8."), new("Save it as UTF-8.", "احفظه بترميز UTF-8."));
        return new CatalogResult(null, mistakes.Mistakes);
    }

    private static FeedCatalog ReadHub(JsoncNode root, ReadingContext context)
    {
        var catalog = new FeedCatalog();
        Phrase suggestion = root.Kind == JsoncKind.Array ? new("Write { \"feeds\": [ … ] } around the list.", "أحط القائمة بالكتابة: { \"feeds\": [ … ] }.") : new("Write { \"feeds\": [ \"https://…\" ] }.", "اكتب { \"feeds\": [ \"https://…\" ] }.");
        if (!CatalogValues.Is(JsoncKind.Object, new("an object with the key \"feeds\"", "كائن فيه المفتاح \"feeds\""), root, context, suggestion, isNeeded: true))
        {
            return catalog;
        }

        JsoncMember? feeds = null;
        JsoncMember? hub = null;
        JsoncMember? webSub = null;
        foreach (var member in CatalogKeys.Distinct(root, context))
        {
            if (member.Name == "feeds")
            {
                feeds = member;
            }
            else if (CatalogKeys.Hub.FirstOrDefault(key => key.Name == member.Name) is { } key)
            {
                catalog = key.Read(catalog, member.Value, context);
                WarnOfShortPace(member, catalog.PollEvery, context);
                hub = member.Name == "webSubHub" ? member : hub;
                webSub = member.Name == "webSub" && catalog.WebSub ? member : webSub;
            }
            else if (member.Name != "$schema")
            {
                CatalogKeys.ReportUnknown(member, [.. CatalogKeys.HubNames], context, CatalogKeys.FeedNames, new("It belongs to a feed: { \"url\": \"https://…\", … }.", "مكانه داخل خلاصة: { \"url\": \"https://…\", … }."));
            }
        }

        if (hub is not null && catalog.Link is null)
        {
            context.Mistakes.Warn(hub.Value.Start, new("The WebSub hub cannot be told where the feeds are.", "لا سبيل إلى إخبار محور WebSub بعناوين الخلاصات."), new("Add \"link\": \"https://…\", the public address of this hub.", "أضف \"link\": \"https://…\"، وهو العنوان العلني لهذا البرنامج."));
        }

        if (webSub is not null && catalog.Link is null)
        {
            context.Mistakes.Warn(webSub.Value.Start, new("WebSub hubs cannot be told where to send.", "لا سبيل إلى إخبار محاور WebSub أين ترسل."), new("Add \"link\": \"https://…\", the public address of this hub.", "أضف \"link\": \"https://…\"، وهو العنوان العلني لهذا البرنامج."));
        }

        return catalog with { Sources = ReadFeeds(root, feeds, context) };
    }

    private static ImmutableArray<FeedSource> ReadFeeds(JsoncNode root, JsoncMember? feeds, ReadingContext context)
    {
        if (feeds is null)
        {
            context.Mistakes.Add(root.Start, new("The key \"feeds\" is missing.", "المفتاح \"feeds\" غائب."), new("Add \"feeds\": [ \"https://…\" ].", "أضف \"feeds\": [ \"https://…\" ]."));
            return [];
        }

        if (!CatalogValues.Is(JsoncKind.Array, new("a list of feeds", "قائمة خلاصات"), feeds.Value, context, new("Write \"feeds\": [ \"https://…\" ].", "اكتب \"feeds\": [ \"https://…\" ]."), isNeeded: true))
        {
            return [];
        }

        if (feeds.Value.Items.IsEmpty)
        {
            context.Mistakes.Warn(feeds.Value.Start, new("The list of feeds is empty.", "قائمة الخلاصات فارغة."), new("Add one with: feedhub add URL.", "أضف إليها بالأمر: feedhub add URL."));
        }

        var seen = new SourceList(context);
        foreach (var item in feeds.Value.Items)
        {
            ReadFeed(item, seen, context);
        }

        return seen.Sources;
    }

    private static void ReadFeed(JsoncNode item, SourceList seen, ReadingContext context)
    {
        if (item.Kind == JsoncKind.Text)
        {
            if (ReadUrl(item, context) is { } url)
            {
                seen.Add(new FeedSource { Id = "", Url = url }, item, item);
            }

            return;
        }

        if (!CatalogValues.Is(JsoncKind.Object, new("the address of a feed, or an object", "عنوان خلاصة أو كائن"), item, context, new("Write \"https://…\" or { \"url\": \"https://…\" }.", "اكتب \"https://…\" أو { \"url\": \"https://…\" }."), isNeeded: true))
        {
            return;
        }

        var feed = new FeedSource { Id = "", Url = NoUrl };
        JsoncNode? urlNode = null;
        foreach (var member in CatalogKeys.Distinct(item, context))
        {
            if (member.Name == "url")
            {
                urlNode = member.Value;
                feed = ReadUrl(member.Value, context) is { } url ? feed with { Url = url } : feed;
            }
            else if (CatalogKeys.Feed.FirstOrDefault(key => key.Name == member.Name) is { } key)
            {
                feed = key.Read(feed, member.Value, context);
                WarnOfShortPace(member, feed.PollEvery, context);
            }
            else
            {
                CatalogKeys.ReportUnknown(member, [.. CatalogKeys.FeedNames], context, CatalogKeys.HubNames, new("It belongs to the hub, beside \"feeds\".", "مكانه في رأس الملف، إلى جانب \"feeds\"."));
            }
        }

        if (urlNode is null)
        {
            context.Mistakes.Add(item.Start, new("This feed has no \"url\".", "هذه الخلاصة بلا \"url\"."), new("Add \"url\": \"https://…\".", "أضف \"url\": \"https://…\"."));
        }
        else if (feed.Url != NoUrl)
        {
            seen.Add(feed, urlNode, item.Find("id") ?? urlNode);
        }
    }

    private static Uri NoUrl { get; } = new("https://invalid.invalid/");

    private static Uri? ReadUrl(JsoncNode node, ReadingContext context)
    {
        if (!CatalogValues.Is(JsoncKind.Text, new("the address of a feed", "عنوان خلاصة"), node, context, new("Write \"https://…\".", "اكتب \"https://…\"."), isNeeded: true))
        {
            return null;
        }

        var (url, mistake, suggestion) = FeedUrl.Parse(node.Text, context.Folder);
        if (url is null)
        {
            context.Mistakes.Add(node.Start, mistake!, suggestion);
        }

        return url;
    }

    private static void WarnOfShortPace(JsoncMember member, TimeSpan? pace, ReadingContext context)
    {
        if (member.Name == "pollEvery" && pace < ShortPace && member.Value.Kind == JsoncKind.Text)
        {
            context.Mistakes.Warn(member.Value.Start, new($"{Wording.Shown(member.Value.Text)} is a hasty pace.", $"إيقاع السؤال {Wording.Shown(member.Value.Text)} متعجل."), new("Publishers block readers that ask more than once a minute.", "يحجب الناشرون من يسأل أكثر من مرة في الدقيقة."));
        }
    }

    /// <summary>The sources so far; refuses an address or id that stands there twice.</summary>
    private sealed class SourceList(ReadingContext context)
    {
        private readonly Dictionary<string, int> _byUrl = [];
        private readonly Dictionary<string, int> _byLikeness = [];
        private readonly Dictionary<string, int> _byId = [];
        private readonly ImmutableArray<FeedSource>.Builder _sources = ImmutableArray.CreateBuilder<FeedSource>();

        public ImmutableArray<FeedSource> Sources => _sources.ToImmutable();

        public void Add(FeedSource source, JsoncNode urlNode, JsoncNode idNode)
        {
            var key = FeedUrl.Key(source.Url);
            if (!_byUrl.TryAdd(key, urlNode.Start))
            {
                context.Mistakes.Add(urlNode.Start, new($"This feed is in the list already, in line {context.Mistakes.LineOf(_byUrl[key])}.", $"هذه الخلاصة مذكورة من قبل في السطر {context.Mistakes.LineOf(_byUrl[key])}."), new("Remove one.", "احذف إحدى المرتين."));
                return;
            }

            if (!_byLikeness.TryAdd(FeedUrl.Likeness(source.Url), urlNode.Start))
            {
                var line = context.Mistakes.LineOf(_byLikeness[FeedUrl.Likeness(source.Url)]);
                context.Mistakes.Warn(urlNode.Start, new($"This looks like the feed of line {line}.", $"تبدو هذه هي الخلاصة التي في السطر {line}."), new("Remove one if both are the same.", "احذف إحداهما إن كانتا واحدة."));
            }

            var id = source.Id.Length > 0 ? source.Id : FeedId.From(source.Url, context.Folder);
            if (!_byId.TryAdd(id, idNode.Start))
            {
                context.Mistakes.Add(idNode.Start, new($"The id \"{id}\" is taken, in line {context.Mistakes.LineOf(_byId[id])}.", $"المعرّف \"{id}\" مستعمل في السطر {context.Mistakes.LineOf(_byId[id])}."), new("Give this feed another \"id\".", "اختر لهذه الخلاصة \"id\" آخر."));
                return;
            }

            _sources.Add(source with { Id = id });
        }
    }
}
