using FeedHub.Server.Commands;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

/// <summary>What the program says where Arabic is asked for.</summary>
public sealed class ArabicSpeechTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new() { Environment = { ["FEEDHUB_LANG"] = "ar" } };

    public static TheoryData<string> Verbs => [.. HubCommand.Create().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [MemberData(nameof(Verbs))]
    [InlineData("")]
    public async Task Help_describes_every_verb_and_option_in_Arabic(string verb)
    {
        var result = (await _feedhub.RunAsync([.. verb.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Ended(0);

        Assert.Equal("", result.Error);
        Assert.Contains("الاستعمال:", result.Output, StringComparison.Ordinal);
        Assert.Contains("أمثلة:", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n  feedhub", result.Output, StringComparison.Ordinal);
        Assert.All(result.Lines.Where(line => line.StartsWith("  --", StringComparison.Ordinal)), line => Assert.True(line.Any(IsArabic), line));
        Assert.DoesNotContain("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mistakes_of_feeds_json_are_told_in_Arabic_with_names_as_they_are()
    {
        _feedhub.Write("feeds.json", """
            {
              "titel": "أخبار", "pollEvery": "15 minutes", "keepDays": "سنة", "merge": "never", "timeZone": "Damascus",
              "feeds": [ "htps://a.example/", "https://b.example/", "https://b.example/", { "id": "A b" }, { "url": "https://c.example/", "headers": { "Host": "x" }, "language": "Arabic" }, 7 ]
            }
            """);

        var result = (await _feedhub.RunAsync("check")).Ended(2);

        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(lines.Length, 11, 13);
        Assert.All(lines, line => Assert.Matches(@"feeds\.json:[0-9]+:[0-9]+: \u2068", line));
        Assert.All(lines, line => Assert.True(line.Any(IsArabic), line));
        Assert.Contains("\"title\"", result.Error, StringComparison.Ordinal);
        Assert.Contains("\u2068\"15m\"\u2069", result.Error, StringComparison.Ordinal);
        Assert.Contains("\u2068\"15 minutes\"\u2069", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_counts_in_Arabic_and_keeps_the_words_that_scripts_look_for()
    {
        _feedhub.Write("good.xml", "<rss version='2.0'><channel><title>ت</title><item><title>خبر</title><guid>1</guid></item></channel></rss>");
        _feedhub.Write("feeds.json", """{ "contact": "a@b.example", "feeds": [ { "id": "good", "url": "good.xml" } ] }""");

        var result = (await _feedhub.RunAsync("check", "--fetch")).Ended(0);

        Assert.Contains("مصدر واحد", result.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("ok\tgood\t", result.Lines[1], StringComparison.Ordinal);
        Assert.True(result.Lines[^1].Any(IsArabic), result.Lines[^1]);
    }

    [Fact]
    public async Task Adding_what_is_no_feed_says_why_in_Arabic()
    {
        _feedhub.Write("feeds.json", """{ "feeds": [] }""");

        var result = await _feedhub.RunAsync("add", "nowhere.xml");

        Assert.NotEqual(0, result.ExitCode);
        Assert.True(result.Error.Any(IsArabic), result.Error);
        Assert.Contains("nowhere.xml", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_keeps_its_columns_and_gives_reasons_in_Arabic()
    {
        _feedhub.Write("page.html", "<!doctype html><p>no feed");
        _feedhub.Write("feeds.json", """{ "feeds": [ { "id": "page", "url": "page.html" } ] }""");

        var result = (await _feedhub.RunAsync("poll")).Ended(1);

        Assert.StartsWith("page\tfailed\t0 new\t0 changed\t", result.Lines[0], StringComparison.Ordinal);
        Assert.True(result.Lines[0].Any(IsArabic), result.Lines[0]);
    }

    [Theory]
    [InlineData("", "ar_EG.UTF-8", true)]
    [InlineData("en", "ar", false)]
    [InlineData("ar", "en_US.UTF-8", true)]
    [InlineData("", "C.UTF-8", false)]
    [InlineData("", "arn_CL", false)]
    public async Task The_setting_goes_before_the_locale(string setting, string locale, bool isArabic)
    {
        _feedhub.Environment["FEEDHUB_LANG"] = setting;
        _feedhub.Environment["LC_ALL"] = "";
        _feedhub.Environment["LC_MESSAGES"] = "";
        _feedhub.Environment["LANG"] = locale;

        var result = await _feedhub.RunAsync("chek");

        Assert.Equal(2, result.ExitCode);
        Assert.Equal(isArabic, result.Error.Any(IsArabic));
        Assert.Contains("check", result.Error, StringComparison.Ordinal);
    }

    private static bool IsArabic(char letter) => letter is >= '\u0621' and <= '\u064A';
}
