using FeedHub.Server.Telemetry;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server.Telemetry;

[Collection(OneHubAtATime.Name)]
public sealed class TelemetryTests
{
    [Fact]
    public async Task Polls_articles_and_matches_are_counted_at_metrics()
    {
        var samples = Repository.Folder("tests/FeedHub.Tests/Fixtures/SampleFeeds").Replace('\\', '/');
        await using var hub = await RunningHub.StartAsync($$"""{ "feeds": [ "{{samples}}/minaa.rss", "{{samples}}/nahr.rdf" ] }""");

        var metrics = await hub.WaitForAsync(
            "/metrics", text => Value(text, "feedhub_matched_total") == "4" && Value(text, "feedhub_stories") is not null);

        Assert.Contains("feedhub_polls_total{", metrics, StringComparison.Ordinal);
        Assert.Contains("result=\"ok\"} 2", metrics, StringComparison.Ordinal);
        Assert.Contains("kind=\"new\"} 4", metrics, StringComparison.Ordinal);
        metrics = await hub.WaitForAsync("/metrics", text => Value(text, "feedhub_pending") is not null);
        Assert.NotNull(Value(metrics, "feedhub_merged"));
        Assert.Equal("1", Value(metrics, "feedhub_database_up"));
        Assert.Equal("0", Value(metrics, "feedhub_catalog_mistakes"));
    }

    [Fact]
    public void What_comes_from_outside_cannot_break_a_log_line()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
        var text = new StringWriter();
        var entry = new LogEntry<string>(
            LogLevel.Warning, "FeedHub.Test", default, "خبر\r\n2026-11-24 00:00:00Z ERROR forged \u001b[31m \u202e", new InvalidOperationException("two\nlines"),
            (state, _) => state);

        new LineFormatter(clock).Write(entry, null, text);

        Assert.Equal(
            "2026-11-24 00:00:00Z warn  خبر 2026-11-24 00:00:00Z ERROR forged <U+001B>[31m <U+202E> (InvalidOperationException: two lines)\n", text.ToString());
    }

    /// <summary>Null: not measured yet.</summary>
    private static string? Value(string metrics, string name) =>
        metrics.Split('\n').FirstOrDefault(line => line.StartsWith(name + "{", StringComparison.Ordinal))?.Split(' ')[1];
}
