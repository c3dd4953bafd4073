using System.Text;
using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class CatalogReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedhub-");

    private string FilePath => Path.Combine(_folder.FullName, "feeds.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_feed_is_an_address_or_an_object()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "feed 1%.xml"), "<rss/>");
        var catalog = Read(
            """
            {
              // what we follow
              "title": "أخبار", "pollEvery": "5m", "link": "https://hub.example.org/",
              "feeds": [
                "https://a.example/feed",
                { "url": "http://b.example/?feed=rss2", "title": "باء", "tags": ["سوريا", "رياضة"], "pollEvery": "2h", "enabled": false },
                { "url": "feed 1%.xml", "timeZone": "Asia/Damascus", "encoding": "windows-1256", "remove": [".x", "aside > p"], "foldDigits": true, },
              ],
            }
            """);

        Assert.Equal("أخبار", catalog.Title);
        Assert.Equal("https://hub.example.org", catalog.Link);
        Assert.Equal(TimeSpan.FromMinutes(5), catalog.PollEvery);
        Assert.Equal(["https://a.example/feed", "http://b.example/?feed=rss2"], catalog.Sources.Take(2).Select(source => source.Url.AbsoluteUri));
        Assert.Equal(Path.Combine(_folder.FullName, "feed 1%.xml"), catalog.Sources[2].Url.LocalPath);
        Assert.True(catalog.Sources[2].Url.IsFile);
        Assert.Equal("باء", catalog.Sources[1].Title);
        Assert.Equal(["سوريا", "رياضة"], catalog.Sources[1].Tags);
        Assert.Equal(TimeSpan.FromHours(2), catalog.Sources[1].PollEvery);
        Assert.False(catalog.Sources[1].Enabled);
        Assert.Equal("Asia/Damascus", catalog.Sources[2].TimeZone!.Id);
        Assert.Equal("windows-1256", catalog.Sources[2].Encoding);
        Assert.Equal([".x", "aside > p"], catalog.Sources[2].Cleaning.Remove);
        Assert.True(catalog.Sources[2].Cleaning.FoldDigits);
    }

    [Fact]
    public void What_a_feed_leaves_out_of_agent_and_contact_it_takes_from_the_hub()
    {
        var catalog = Read(
            """
            {
              "link": "https://hub.example", "userAgent": "Hudhud/2", "contact": "news@hub.example",
              "feeds": [
                "https://a.example/feed",
                { "url": "https://b.example/feed", "contact": "https://hub.example/b", "certificate": "sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" },
                { "url": "https://c.example/feed", "userAgent": "Mozilla/5.0" },
              ],
            }
            """).Whole.ToArray();

        Assert.Equal(["Hudhud/2 (+news@hub.example)", "Hudhud/2 (+https://hub.example/b)", "Mozilla/5.0"], catalog.Select(source => source.UserAgent));
        Assert.Equal(["news@hub.example", "https://hub.example/b", "news@hub.example"], catalog.Select(source => source.Contact));
        Assert.Equal("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", catalog[1].Certificate);
        Assert.Equal("https://hub.example", Read("""{ "link": "https://hub.example", "feeds": [ "https://a.example/feed" ] }""").Whole.Single().Contact);
        Assert.Equal("Bot (see https://x.example)", Read("""{ "contact": "a@b.example", "userAgent": "Bot (see https://x.example)", "feeds": [ "https://a.example/feed" ] }""").Whole.Single().UserAgent);
    }

    [Theory]
    [InlineData("\"contact\": \"me\"", "is no address where somebody can be reached")]
    [InlineData("\"contact\": \"me@home (office)\"", "is no address where somebody can be reached")]
    [InlineData("\"contact\": \"أنا@example.org\"", "is no address where somebody can be reached")]
    public void A_contact_is_an_address_of_mail_or_web(string key, string mistake) =>
        Assert.Contains(mistake, Assert.Single(Mistakes($"{{ {key}, \"feeds\": [] }}")).Message.English, StringComparison.Ordinal);

    [Theory]
    [InlineData("AAAA")]
    [InlineData("sha256/AAAA")]
    [InlineData("sha1/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_certificate_is_named_by_the_hash_of_its_key(string pin)
    {
        var mistake = Assert.Single(Mistakes($$"""{ "feeds": [ { "url": "https://a.example/", "certificate": "{{pin}}" } ] }"""));

        Assert.Contains("names no certificate", mistake.Message.English, StringComparison.Ordinal);
        Assert.Contains("the error says what to write", mistake.Suggestion!.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_mistake_shows_at_once_where_it_stands()
    {
        var mistakes = Mistakes(
            """
            {
              "titel": "x",
              "pollEvery": "15 minutes",
              "feeds": [
                "www.example.org/feed",
                { "url": "https://a.example/feed", "tags": "سوريا", "enabled": "yes" },
                "https://a.example/feed#top",
                { "title": "no address" },
                42
              ]
            }
            """);

        Assert.Equal(
            [
                "2:3 There is no key \"titel\" here. Did you mean \"title\"?",
                "3:16 \"15 minutes\" is no duration. Did you mean \"15m\"?",
                "5:5 The address has no scheme. Write \"https://www.example.org/feed\".",
                "6:48 This needs a list of texts, not a text. Write [ \"سوريا\" ].",
                "6:68 This needs true or false, not a text. Write true, without quotes.",
                "7:5 This feed is in the list already, in line 6. Remove one.",
                "8:5 This feed has no \"url\". Add \"url\": \"https://…\".",
                "9:5 This needs the address of a feed, or an object, not a number. Write \"https://…\" or { \"url\": \"https://…\" }.",
            ],
            mistakes.Select(Short));
    }

    [Theory]
    [InlineData("""{"feeds":[{"url":"https://a.example/","pollEvery":"0s"}]}""", "at least 1s")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","pollEvery":"500ms"}]}""", "no duration")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","pollEvery":"-5m"}]}""", "no duration")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","pollEvery":900}]}""", "\"900s\" for seconds")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","pollEvery":"9999999999999999999d"}]}""", "")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","language":"arabic"}]}""", "Did you mean \"ar\"?")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","language":"xx"}]}""", "no language")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","timeZone":"Asia/Damscus"}]}""", "Did you mean \"Asia/Damascus\"?")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","timeZone":"+03:30"}]}""", "no time zone")]
    [InlineData("""{"feeds":[],"timeZone":"Africa/Cairoo"}""", "Did you mean \"Africa/Cairo\"?")]
    [InlineData("""{"feeds":[],"digestAt":"25:00"}""", "from \"00:00\" to \"23:59\"")]
    [InlineData("""{"feeds":[],"digestAt":"7am"}""", "is no time of day")]
    [InlineData("""{"feeds":[],"digestAt":7}""", "Write for example \"07:00\"")]
    [InlineData("""{"feeds":[],"keepTracking":"yes"}""", "Write true, without quotes")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","encoding":"windws-1256"}]}""", "Did you mean \"windows-1256\"?")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","remove":["a >>> ["]}]}""", "no CSS selector")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","remove":[""]}]}""", "empty")]
    [InlineData("""{"feeds":[{"url":"ftp://a.example/feed"}]}""", "cannot be followed")]
    [InlineData("""{"feeds":[{"url":"javascript:alert(1)"}]}""", "cannot be followed")]
    [InlineData("""{"feeds":[{"url":"htps://a.example/feed"}]}""", "Did you mean \"https://…\"?")]
    [InlineData("""{"feeds":[{"url":"feed://a.example/feed"}]}""", "Write \"https://a.example/feed\"")]
    [InlineData("""{"feeds":[{"url":"https://"}]}""", "no address")]
    [InlineData("""{"feeds":[{"url":"https:///feed"}]}""", "no address")]
    [InlineData("""{"feeds":[{"url":"https:/a.example"}]}""", "no address")]
    [InlineData("""{"feeds":[{"url":"https://a example/feed"}]}""", "holds a space")]
    [InlineData("""{"feeds":[{"url":"nowhere.xml"}]}""", "no file \"nowhere.xml\"")]
    [InlineData("""{"feeds":[{"url":"localhost:8080/feed"}]}""", "https://localhost:8080/feed")]
    [InlineData("""{"feeds":[{"url":""}]}""", "empty")]
    [InlineData("""{"feeds":[{"url":null}]}""", "not null")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","id":"My Feed"}]}""", "Write \"my\"")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","id":"x"},{"url":"https://b.example/","id":"x"}]}""", "taken, in line 1")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","url":"https://b.example/"}]}""", "a second time; the first is in line 1")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","headers":{"Host":"b"}}]}""", "made from the address")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","headers":{"X Y":"b"}}]}""", "no header name")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","maxBytes":1.5}]}""", "out of range")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","priority":"1"}]}""", "Write 1, without quotes")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","priority":1e99}]}""", "out of range")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","Title":"x"}]}""", "Did you mean \"title\"?")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","category":"x"}]}""", "Did you mean \"tags\"?")]
    [InlineData("""{"feeds":[],"window":{"entries":0}}""", "from 1 to 1000")]
    [InlineData("""{"feeds":[],"window":{"entris":5}}""", "Did you mean \"entries\"?")]
    [InlineData("""{"feeds":[],"link":"news.example.org"}""", "https://")]
    [InlineData("""{"feeds":{}}""", "a list of feeds, not an object")]
    [InlineData("""{}""", "\"feeds\" is missing")]
    [InlineData("""["https://a.example/feed"]""", "around the list")]
    [InlineData("", "empty")]
    [InlineData("// nothing", "empty")]
    [InlineData("null", "not null")]
    [InlineData("<opml/>", "feedhub import")]
    [InlineData("""{"feeds":["https://a.example/feed" """, "ends before the '['")]
    [InlineData("""{"feeds":["https://a.exam""", "closing quote")]
    [InlineData("""{"feeds":["https://a.example/feed"}""", "']' was expected")]
    [InlineData("""{"feeds":["https://a.example/feed"]} x""", "follows the end")]
    [InlineData("""{"feeds":["https://a.example/feed" "https://b.example/feed"]}""", "comma is missing")]
    [InlineData("""{"feeds":["https://a.example/feed"، "https://b.example/feed"]}""", "'،' where a comma")]
    [InlineData("""{"feeds":["https://a.example/feed",, "https://b.example/feed"]}""", "comma too many")]
    [InlineData("""{"feeds":[“https://a.example/feed”]}""", "straight double quotes")]
    [InlineData("""{'feeds':['https://a.example/feed']}""", "straight double quotes")]
    [InlineData("""{feeds:["https://a.example/feed"]}""", "without quotes")]
    [InlineData("""{"feeds" ["https://a.example/feed"]}""", "colon is missing")]
    [InlineData("""{"feeds":}""", "has no value")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","enabled":True}]}""", "Write true.")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","priority":01}]}""", "neither a number")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","title":"a\qb"}]}""", "backslash")]
    [InlineData("""{"feeds":[{"url":"https://a.example/","title":"\ud800"}]}""", "surrogate")]
    [InlineData("""{"feeds":[] /* open """, "never closed")]
    public void A_mistake_says_what_to_do(string text, string expected)
    {
        var mistakes = Mistakes(text);

        Assert.NotEmpty(mistakes);
        Assert.Contains(mistakes, mistake => mistake.ToString().Contains(expected, StringComparison.Ordinal));
        Assert.All(mistakes, mistake => Assert.StartsWith(FilePath + ":", mistake.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{\"feeds\":[{\"url\":\"https://a.example/\",\"tags\":[\"x\"}\n]}", "1:50 '}' where ']' was expected, for the '[' of line 1. Write ']'.")]
    [InlineData("{\"feeds\":[{\"url\":\"https://a.example/\"}", "1:39 The file ends before the '[' of line 1 is closed. Write ] } at its end, or wait until the file is written.")]
    [InlineData("{\"feeds\":[\"https://a.example/\"],\"title\":\"أخبار”}", "1:47 ” is no quote that JSON knows. Write straight double quotes: \"")]
    [InlineData("{\"title\":\"أخبار”, \"language\":\"ar\",\"feeds\":[]}", "1:16 ” is no quote that JSON knows. Write straight double quotes: \"")]
    [InlineData("{“feeds“: []}", "1:2 “ is no quote that JSON knows. Write straight double quotes: \"")]
    [InlineData("{\"feeds\":[],\"title\":\"two\nlines\"}", "1:21 The closing quote of this text is missing on its line. Write \" where the text ends.")]
    [InlineData("{\"feeds\":[],\"title\":\"a\tb\"}", "1:23 A control character (U+0009) inside a text. Remove it.")]
    [InlineData("# my feeds\n{\"feeds\":[]}", "1:1 A comment starts with //, not with #. Write //.")]
    [InlineData("feeds:\n  - https://a.example/", "1:1 feeds: is no JSON value. Write { \"feeds\": [ \"https://…\" ] }.")]
    [InlineData("{\"feeds\":null}", "1:10 This needs a list of feeds, not null. Write \"feeds\": [ \"https://…\" ].")]
    [InlineData("{ ! \"feeds\":[] }", "1:3 ! where a key in double quotes was expected. Remove it.")]
    [InlineData("{\"feeds\":[],\"tags\":[]}", "1:13 There is no key \"tags\" here. It belongs to a feed: { \"url\": \"https://…\", … }.")]
    [InlineData("{\"feeds\":[{\"url\":\"https://a.example/\",\"keepDays\":3}]}", "1:39 There is no key \"keepDays\" here. It belongs to the hub, beside \"feeds\".")]
    [InlineData("{\"feeds\":[{\"url\":\"https://a.example/\",\"private\":true}]}", "1:39 There is no key \"private\" here. Did you mean \"allowPrivateNetwork\"?")]
    [InlineData("{\"feeds\":[\"https://a.example/feed\",\n\"http://a.example/feed\"]}", "2:1 This feed is in the list already, in line 1. Remove one.")]
    [InlineData("{\"feeds\":[\"https:/a.example\"]}", "1:11 \"https:/a.example\" is no address. Write \"https://a.example\".")]
    [InlineData("{\"feeds\":[\"https//a.example\"]}", "1:11 \"https//a.example\" is no address. Write \"https://a.example\".")]
    [InlineData("{\"feeds\":[],\"link\":\"https://a.example/?x=1\"}", "1:20 \"https://a.example/?x=1\" holds a ? or #. Write the address before it: the paths of the feeds follow.")]
    [InlineData("{\"feeds\":[],\"language\":\"ar_SY\"}", "1:24 \"ar_SY\" is no language. Did you mean \"ar-SY\"?")]
    public void A_slip_is_one_mistake(string text, string expected) => Assert.Equal(expected, Short(Assert.Single(Mistakes(text))));

    [Theory]
    [InlineData("15", "Write \"15s\" for seconds, \"15m\" for minutes.")]
    [InlineData("1h30m", "Did you mean \"90m\"?")]
    [InlineData("1.5h", "Did you mean \"90m\"?")]
    [InlineData("1w", "Did you mean \"7d\"?")]
    [InlineData("PT15M", "Did you mean \"15m\"?")]
    [InlineData("00:15:00", "Did you mean \"15m\"?")]
    [InlineData("١٠ دقائق", "Did you mean \"10m\"?")]
    [InlineData("soon", "Write a whole number and a unit: 30s, 15m, 2h or 1d.")]
    public void A_duration_is_understood_however_it_is_written(string duration, string expected) =>
        Assert.Equal(expected, Assert.Single(Mistakes($$"""{"feeds":[],"pollEvery":"{{duration}}"}""")).Suggestion!.English);

    [Theory]
    [InlineData("timeZone", "+03:00", "Etc/GMT-3")]
    [InlineData("timeZone", "GMT+3", "Etc/GMT-3")]
    [InlineData("timeZone", "Damascus", "Asia/Damascus")]
    [InlineData("encoding", "1256", "windows-1256")]
    [InlineData("encoding", "utf8", "utf-8")]
    public void What_is_nearly_a_name_is_taken_for_it(string key, string value, string meant) =>
        Assert.Equal($"Did you mean \"{meant}\"?", Assert.Single(Mistakes($$"""{"feeds":[{"url":"https://a.example/","{{key}}":"{{value}}"}]}""")).Suggestion!.English);

    [Theory]
    [InlineData("https://a.example/feed/")]
    [InlineData("https://www.a.example/feed")]
    public void Nearly_the_same_address_is_a_warning(string address)
    {
        var warning = Assert.Single(Read($$"""{"feeds":["https://a.example/feed","{{address}}"]}""").Warnings);

        Assert.Equal((1, 36), (warning.Line, warning.Column));
        Assert.Contains("the feed of line 1", warning.Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_mistakes_says_where_it_was_cut()
    {
        var mistakes = Mistakes("{\"feeds\":[" + string.Concat(Enumerable.Repeat("1,", 500)) + "]}");

        Assert.Equal(MistakeList.Max, mistakes.Count);
        Assert.Contains("more mistakes", mistakes[^1].Message.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_column()
    {
        var mistake = Assert.Single(CatalogReader.Read([.. Encoding.UTF8.GetPreamble(), .. """{"feeds":[5]}"""u8], FilePath).Mistakes);

        Assert.Equal((1, 11), (mistake.Line, mistake.Column));
    }

    [Fact]
    public void A_slip_of_the_pen_hides_no_other_mistake()
    {
        var mistakes = Mistakes("{\n \"title\": “أخبار”\n \"pollEvery\": \"15x\",\n \"feeds\": [ \"https://a.example/feed\"، \"b.example/feed\" ]\n}");

        Assert.Equal([2, 3, 3, 4, 4], mistakes.Select(mistake => mistake.Line));
    }

    [Fact]
    public void A_hasty_pace_is_a_warning()
    {
        var catalog = Read("""{ "feeds": [ { "url": "https://a.example/", "pollEvery": "2s" } ] }""");

        Assert.Equal(TimeSpan.FromSeconds(2), catalog.Sources[0].PollEvery);
        var warning = Assert.Single(catalog.Warnings);
        Assert.Contains("hasty", warning.Message.English, StringComparison.Ordinal);
        Assert.Equal((1, 58), (warning.Line, warning.Column));
    }

    [Fact]
    public void A_WebSub_hub_without_an_address_to_tell_it_is_a_warning()
    {
        var warning = Assert.Single(Read("""{ "webSubHub": "https://hub.example/", "feeds": [ "https://a.example/" ] }""").Warnings);

        Assert.Equal(16, warning.Column);
        Assert.Empty(Read("""{ "webSubHub": "https://hub.example/", "link": "https://me.example", "feeds": [ "https://a.example/" ] }""").Warnings);
    }

    [Fact]
    public void Subscribing_at_hubs_without_an_address_for_them_is_a_warning()
    {
        Assert.Equal(13, Assert.Single(Read("""{ "webSub": true, "feeds": [ "https://a.example/" ] }""").Warnings).Column);
        Assert.Empty(Read("""{ "webSub": false, "feeds": [ "https://a.example/" ] }""").Warnings);
        Assert.Empty(Read("""{ "webSub": true, "link": "https://me.example", "feeds": [ "https://a.example/" ] }""").Warnings);
    }

    [Fact]
    public void Columns_count_characters()
    {
        var mistake = Assert.Single(Mistakes("""{ "title": "😀ـًأ", "x": 1, "feeds": [] }"""));

        Assert.Equal(20, mistake.Column);
    }

    [Fact]
    public void An_id_depends_on_nothing_but_its_own_address()
    {
        var one = Read("""{ "feeds": [ "https://www.enabbaladi.net/feed", "https://sana.sy/?feed=rss2&key=SECRET", "http://127.0.0.2:81/f?n=1", "http://127.0.0.2:81/f?n=2" ] }""");
        var other = Read("""{ "feeds": [ "http://127.0.0.2:81/f?n=2", "http://user:word@127.0.0.2:81/g", "https://www.enabbaladi.net/feed" ] }""");

        var ids = one.Sources.Select(source => source.Id).ToList();
        Assert.Equal(4, ids.Distinct().Count());
        Assert.All(ids.Concat(other.Sources.Select(source => source.Id)), id => Assert.Matches("^[a-z0-9-]+$", id));
        Assert.StartsWith("enabbaladi-", ids[0], StringComparison.Ordinal);
        Assert.Equal([ids[3], ids[0]], [other.Sources[0].Id, other.Sources[2].Id]);
        Assert.DoesNotContain("secret", ids[1], StringComparison.Ordinal);
        Assert.DoesNotContain("word", other.Sources[1].Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.enabbaladi.net/feed", "enabbaladi-nhpooduz")]
    [InlineData("http://www.enabbaladi.net/feed", "enabbaladi-nhpooduz")]
    [InlineData("https://feeds.bbci.co.uk/arabic/rss.xml", "bbci-co-uk-arabic-vvjnicdg")]
    [InlineData("https://موقع.وزارة-الاتصالات.مصر/feed", "xn-4gbrim-xn-ymcbaaajlc6dj7bxne2c-xn-wgb-gihf26kn")]
    [InlineData("file:///data/samples/one.xml", "samples-one-xexdxbu3")]
    public void An_id_stays_as_it_is_in_every_release(string url, string id) =>
        Assert.Equal(id, FeedId.From(new Uri(url), "/data"));

    [Fact]
    public void Any_encoding_with_a_mark_is_read()
    {
        const string Text = """{ "title": "أخبار", "feeds": ["https://a.example/feed"] }""";
        foreach (Encoding encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var result = CatalogReader.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(Text)], FilePath);

            Assert.Equal("أخبار", result.Catalog?.Title);
        }

        var mistake = Assert.Single(CatalogReader.Read([.. Encoding.UTF8.GetBytes("{\n \"title\": \""), 0xC7, 0xE1], FilePath).Mistakes);
        Assert.Equal((2, 12), (mistake.Line, mistake.Column));
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused_and_never_throws()
    {
        var bytes = Encoding.UTF8.GetBytes("""{ "title": "أخبار", /* x */ "feeds": [ { "url": "https://a.example/", "priority": -1.5e3 }, "https://b.example/\u0041" ] }""");
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.NotEmpty(CatalogReader.Read(bytes.AsSpan(0, length), FilePath).Mistakes);
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    [InlineData("{\"feeds\":[")]
    [InlineData("\"")]
    [InlineData(",")]
    [InlineData("،")]
    [InlineData("/*")]
    [InlineData("]")]
    [InlineData("\\")]
    public void Junk_of_any_size_is_refused_quickly(string junk)
    {
        var text = string.Concat(Enumerable.Repeat(junk, 1_000_000 / junk.Length));

        var mistakes = Mistakes(text);

        Assert.InRange(mistakes.Count, 1, MistakeList.Max);
    }

    [Fact]
    public void Ten_thousand_feeds_are_read()
    {
        var text = "{\"feeds\":[" + string.Join(",\n", Enumerable.Range(0, 10_000).Select(i => $"\"https://h{i % 7}.example/feed?id={i}\"")) + "]}";

        Assert.Equal(10_000, Read(text).Sources.Select(source => source.Id).Distinct().Count());
    }

    [Fact]
    public void Passwords_do_not_show_in_mistakes() =>
        Assert.All(
            Mistakes("""{"feeds":["https://user:geheim@", "user:geheim@a.example/feed", "feed://user:geheim@a.example/", "ftp://user:geheim@a.example"]}"""),
            mistake => Assert.DoesNotContain("geheim", mistake.ToString(), StringComparison.Ordinal));

    private static string Short(CatalogMistake mistake) => $"{mistake.Line}:{mistake.Column} {mistake.Message} {mistake.Suggestion}".TrimEnd();

    private IReadOnlyList<CatalogMistake> Mistakes(string text)
    {
        var result = CatalogReader.Read(text, FilePath);
        Assert.Null(result.Catalog);
        return result.Mistakes;
    }

    private FeedCatalog Read(string text)
    {
        var result = CatalogReader.Read(text, FilePath);
        Assert.Empty(result.Mistakes);
        return result.Catalog!;
    }
}
