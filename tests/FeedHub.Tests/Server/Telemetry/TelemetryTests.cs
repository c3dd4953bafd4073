using System.Text.RegularExpressions;
using FeedHub.Server.Telemetry;
using FeedHub.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Server.Telemetry;

/// <summary>Alone: what listens to a process's meters hears those of every hub in it.</summary>
[Collection(nameof(Alone))]
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
    public async Task Failing_sources_and_a_bad_edit_show_at_once_and_counters_begin_at_zero()
    {
        await using var origin = await FeedOrigin.StartAsync();
        await using var hub = await RunningHub.StartAsync($$"""{ "feeds": [ "{{origin.Url("/none")}}", { "url": "https://off.example/", "enabled": false } ] }""");

        var metrics = await hub.WaitForAsync("/metrics", text => text.Contains("state=\"failing\"} 1", StringComparison.Ordinal));
        Assert.Contains("state=\"disabled\"} 1", metrics, StringComparison.Ordinal);
        Assert.Contains("kind=\"new\"} 0", metrics, StringComparison.Ordinal);
        Assert.Contains("result=\"failed\"} 1", metrics, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(hub.Folder, "feeds.json"), "{ \"feeds\": [ 1, 2 ] }", TestContext.Current.CancellationToken);
        await hub.WaitForAsync("/metrics", text => Value(text, "feedhub_catalog_mistakes") == "2");
    }

    [Fact]
    public async Task A_process_that_only_serves_shows_no_age_of_jobs_it_does_not_run()
    {
        await using var hub = await RunningHub.StartAsync("{ \"feeds\": [] }", settings: ("FeedHub:Role", "web"));

        var metrics = await hub.WaitForAsync("/metrics", text => Value(text, "feedhub_stories") is not null);

        Assert.Null(Value(metrics, "feedhub_dispatcher_age_seconds"));
        Assert.Null(Value(metrics, "feedhub_matcher_age_seconds"));
    }

    [Fact]
    public void Alerts_name_metrics_that_exist()
    {
        var papers = File.ReadAllText(Repository.Folder("src/FeedHub.Server/README.md")) + File.ReadAllText(Repository.Folder(".github/examples/alerts.yml"));
        var code = File.ReadAllText(Repository.Folder("src/FeedHub.Server/Telemetry/HubMetrics.cs"));
        var known = Regex.Matches(code, "\"(feedhub[.a-z]+)\"").Select(match => match.Groups[1].Value.Replace('.', '_')).ToList();

        var alerts = Regex.Matches(papers, "feedhub_[a-z_]+").Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains(Regex.Replace(alert, "_(seconds|total)$", ""), known));
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
