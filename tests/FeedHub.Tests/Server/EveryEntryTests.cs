using System.Globalization;
using System.Net;
using System.Text.Json;
using FeedHub.Tests.Storage;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>
/// Every piece of news, once: feeds that are read for four days by the built program, <c>poll</c> after <c>poll</c>, each of a kind that readers
/// reported of aggregators. What must come out stands beside each.
/// </summary>
public sealed class EveryEntryTests(PostgresFixture postgres) : IDisposable
{
    private const int Rounds = 4;
    private const string ShowNotes =
        "برنامج أسبوعي يستضيف خبراء وكتاباً لمناقشة قضايا الناس، يقدمه فريق المحطة. تابعونا كل أسبوع عبر الموقع والتطبيق، وشاركونا أسئلتكم وآراءكم في ما نطرحه من موضوعات.";

    private const string Opening =
        "افتتح الوزير صباح اليوم الجسر الجديد فوق النهر بعد أعمال استمرت ثلاث سنوات، وقال إن الجسر سيخدم أربعين ألف سيارة في اليوم ويصل بين ضفتي المدينة في خمس دقائق.";

    private static readonly string[] Headlines = ["زلزال يضرب شمال البلاد", "موسم السياحة يبدأ في الساحل", "غلاء أسعار القمح عالمياً", "الفريق الوطني يتأهل للنهائي"];

    private static readonly string[] Stories =
    [
        "ضرب زلزال بقوة خمس درجات شمال البلاد فجر اليوم من دون خسائر، وقال المركز إن الهزة وقعت على عمق عشرة كيلومترات.",
        "بدأ موسم السياحة في مدن الساحل مع وصول أولى الرحلات من الخليج، وتتوقع الفنادق إشغالاً كاملاً حتى نهاية الصيف.",
        "قفزت أسعار القمح في الأسواق العالمية بعد موجة جفاف أصابت المحاصيل في بلدين من أكبر المنتجين هذا العام.",
        "تأهل الفريق الوطني لكرة القدم إلى المباراة النهائية بعد فوزه بركلات الترجيح في مباراة امتدت إلى وقت إضافي.",
    ];

    private readonly FeedHubProcess _feedhub = new();

    /// <summary>By id of the source: extra keys, its entries of one day, how many articles and stories four days must give.</summary>
    private static readonly Dictionary<string, Kind> Kinds = new()
    {
        ["bulletins"] = new(day => [Item($"b{day}", $"/b/{day}", "نشرة الظهيرة", "استمع إلى نشرة الظهيرة من إذاعتنا.", day, Sound(day))], 4, 4),
        ["bulletins-at-one-address"] = new(day => [Item($"b{day}", "/listen", "نشرة الظهيرة", "استمع إلى نشرة الظهيرة من إذاعتنا.", day, Sound(day))], 4, 4),
        ["bulletins-with-notes"] = new(day => [Item($"b{day}", $"/b/{day}", "نشرة المساء الرئيسية من الإذاعة", ShowNotes, day, Sound(day))], 4, 4),
        ["bulletins-under-one-id"] = new(day => [Item("latest", "/listen", "آخر نشرة", "استمع إلى آخر نشرة.", day, Sound(day))], 4, 4),
        ["photos"] = new(day => [Item($"p{day}", $"/p/{day}", "صورة اليوم", $"<img src='https://photos.test/{day}.jpg'>", day)], 4, 4),
        ["photos-under-one-id"] = new(day => [Item("photo", "/photo", "صورة اليوم", $"<img src='https://photos.test/{day}.jpg'>", day)], 4, 4),
        ["cartoons"] = new(day => [Item($"/c/{day}", $"/c/{day}", "كاريكاتير اليوم", "", day)], 4, 4),
        ["cartoons-of-one-minute"] = new(_ => [.. Enumerable.Range(0, 4).Select(i => Item($"/c/{i}", $"/c/{i}", "كاريكاتير", "", 0))], 4, 4),
        ["editions"] = new(day => [.. Enumerable.Range(0, 2).Select(i => Item($"e{day}-{i}", $"/e/{day}/{i}", "العدد كاملاً بصيغة PDF للقراءة والتحميل", "", day, hour: 6 + (12 * i)))], 8, 8),
        ["pictures-alone"] = new(day => [Item($"w{day}", $"/w/{day}", "", $"<img src='https://photos.test/w{day}.jpg'>", day)], 4, 4),
        ["prayer"] = new(day => [Prayer($"p{day}", day)], 4, 4, "\"series\": true"),
        ["prayer-under-one-id"] = new(day => [Prayer("prayer", day)], 4, 4),
        ["prayer-without-id"] = new(day => [Prayer(null, day)], 4, 4),
        ["prayer-all-days"] = new(_ => [.. Enumerable.Range(0, 4).Reverse().Select(day => Prayer("prayer", day))], 4, 4),
        ["page-of-the-day"] = new(day => [Item("top", "/top", Headlines[day], Stories[day], day)], 4, 4),
        ["episodes"] = new(day => [Item($"ep{day}", $"/ep/{day}", $"الحلقة {12 + day}: {Headlines[day]}", ShowNotes, day, Sound(day))], 4, 4),
        ["episodes-without-sound"] = new(_ => [.. Enumerable.Range(0, 4).Select(i => Item($"ep{i}", $"/ep/{i}", Headlines[i], ShowNotes, 3, hour: 8 + i))], 4, 4),
        ["corrected"] = new(day => [Item("1", "/1", "افتتاح الجسر الجديد", Opening + (day > 1 ? " وأضاف أن العمل في الأنفاق يبدأ في الربيع." : ""), 0)], 1, 1),
        ["new-id"] = new(day => [Item($"id-{day / 2}", "/1", "افتتاح الجسر الجديد", Opening.Replace("النهر", "نهر بردى", StringComparison.Ordinal), 0)], 1, 1),
        ["republished"] = new(day => [Item($"id-{day / 2}", "/1", "افتتاح الجسر الجديد", Opening.Replace("النهر", "نهر العاصي", StringComparison.Ordinal), day / 2)], 2, 1),
        ["doubled"] = new(_ => [Item("1", "/1?utm_source=rss", "خبر عن الدوري", "فاز الفريق بهدفين", 0), Item("2", "/1", "خبر عن الدوري", "فاز الفريق بهدفين", 0)], 1, 1),
        ["churn"] = new(
            day => [Item("k", $"/k?session={day}", "قاعة الفنون تفتتح", $"<p>أعلنت إدارة المتحف افتتاح القاعة المخصصة للفنون بعد أعمال ترميم طويلة.</p><p>عدد المشاهدات: {899 + day}</p><p>نشر قبل {day + 1} أيام</p>", day)], 1, 1),
    };

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Every_entry_is_kept_and_no_change_of_nothing_is_told(string engine)
    {
        _feedhub.Environment["ConnectionStrings__FeedHub"] = engine == "SQLite" ? "" : postgres.ConnectionString(await postgres.CreateEmptyAsync());
        _feedhub.Environment["FeedHub__AllowedPrivateNetworks"] = "127.0.0.0/8";
        _feedhub.Environment["FeedHub__MaxPerHostPerSecond"] = "0";
        await using var origin = await FeedOrigin.StartAsync();
        _feedhub.Write("feeds.json", $"{{ \"link\": \"http://hub.example\", \"feeds\": [{string.Join(',', Kinds.Select(kind => $"{{ \"url\": \"{origin.Url($"/{kind.Key}.xml")}\", \"id\": \"{kind.Key}\"{kind.Value.Keys} }}"))}] }}");
        var churn = new HashSet<(string?, string)>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (id, kind) in Kinds)
            {
                origin.Put($"/{id}.xml", Rss(id, kind.EntriesOf(round)));
            }

            (await _feedhub.RunAsync("poll", "--force")).Ended(0);
            if (round is 0 or Rounds - 1)
            {
                churn.Add(await AskAsync("/sources/churn/feed.json"));
            }
        }

        var stories = (await _feedhub.RunAsync("export")).Ended(0).Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Select(story => story.GetProperty("articles").EnumerateArray().Select(article => article.GetProperty("feed").GetString()!).ToList()).ToList();
        Assert.Equal(
            Kinds.Select(kind => $"{kind.Key}: {kind.Value.Articles} articles, {kind.Value.Stories} stories"),
            Kinds.Keys.Select(id => $"{id}: {stories.Sum(feeds => feeds.Count(feed => feed == id))} articles, {stories.Count(feeds => feeds.Contains(id))} stories"));
        Assert.Single(churn);
    }

    /// <summary>ETag and body, of the hub served without polling.</summary>
    private async Task<(string? Tag, string Body)> AskAsync(string path)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        using var hub = _feedhub.Start("serve", "--role", "web", "--urls", address);
        Assert.NotNull(await hub.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        using var http = new HttpClient();
        using var answer = await http.GetAsync(address + path, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        FeedHubProcess.Signal(hub, "TERM");
        await FeedHubProcess.EndAsync(hub, null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (answer.Headers.ETag?.Tag, body);
    }

    private static Entry Prayer(string? id, int day) =>
        Item(id, "/prayer", "مواقيت الصلاة", $"الفجر 4:5{day} الظهر 11:20 العصر 2:1{day} المغرب 4:30 العشاء 6:0{day}", day);

    private static Entry Item(string? id, string link, string title, string html, int day, string sound = "", int hour = 8) =>
        new(id, link, title, html, new DateTimeOffset(2026, 11, 23, hour, 0, 0, TimeSpan.Zero).AddDays(day), sound);

    private static string Sound(int day) => $"<enclosure url='https://sound.test/{day}.mp3' length='1000' type='audio/mpeg'/>";

    private static string Rss(string id, IEnumerable<Entry> entries) =>
        $"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{id}</title><link>https://{id}.test/</link>{string.Concat(entries.Select(entry => entry.Rss(id)))}</channel></rss>";

    private sealed record Kind(Func<int, Entry[]> EntriesOf, int Articles, int Stories, string Key = "")
    {
        public string Keys => Key.Length == 0 ? "" : ", " + Key;
    }

    private sealed record Entry(string? Id, string Link, string Title, string Html, DateTimeOffset Date, string Sound)
    {
        public string Rss(string feed) => string.Create(
            CultureInfo.InvariantCulture,
            $"<item><title>{WebUtility.HtmlEncode(Title)}</title><link>{WebUtility.HtmlEncode($"https://{feed}.test{Link}")}</link>{(Id is null ? "" : $"<guid isPermaLink='false'>{Id}</guid>")}<pubDate>{Date:R}</pubDate><description>{WebUtility.HtmlEncode(Html)}</description>{Sound}</item>");
    }
}
