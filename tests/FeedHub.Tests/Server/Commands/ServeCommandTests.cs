using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class ServeCommandTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_it_within_five_seconds_with_exit_code_0_and_not_a_word_of_complaint(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        _feedhub.Write("feeds.json", "{ \"feeds\": [] }");
        using var hub = _feedhub.Start("serve", "--urls", "http://127.0.0.1:0");
        await hub.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        var watch = System.Diagnostics.Stopwatch.StartNew();
        FeedHubProcess.Signal(hub, signal);
        var result = (await FeedHubProcess.EndAsync(hub, null)).Ended(0);

        Assert.True(watch.Elapsed < Busy.Allow(5), $"It took {watch.Elapsed}.");
        Assert.DoesNotContain("ERROR", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_starts_by_saying_what_it_follows_and_where_to_subscribe()
    {
        _feedhub.Write("feeds.json", "{ \"feeds\": [] }");
        using var hub = _feedhub.Start("serve", "--urls", "http://127.0.0.1:0");

        string[] lines = [await LineAsync(hub), await LineAsync(hub), await LineAsync(hub), await LineAsync(hub)];
        hub.Kill();
        await FeedHubProcess.EndAsync(hub, null);

        Assert.Equal($"FeedHub follows 0 sources of {_feedhub.Folder}/feeds.json", lines[0]);
        Assert.Matches(@"^  read       http://127\.0\.0\.1:\d+/$", lines[1]);
        Assert.Matches(@"^  subscribe  http://127\.0\.0\.1:\d+/feed\.atom ", lines[2]);
        Assert.Matches(@"^  sources    http://127\.0\.0\.1:\d+/sources$", lines[3]);
    }

    [Fact]
    public async Task With_log_json_every_line_is_an_object()
    {
        _feedhub.Write("feeds.json", "{ \"feeds\": [ { \"url\": \"https://nowhere.invalid/\", \"title\": \"خبر \u202e\", \"pollEvery\": \"5s\" } ] }");
        using var hub = _feedhub.Start("serve", "--urls", "http://127.0.0.1:0", "--log", "json");

        string[] lines = [await LineAsync(hub), await LineAsync(hub), await LineAsync(hub)];
        hub.Kill();
        await FeedHubProcess.EndAsync(hub, null);

        var messages = lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("Message").GetString()!).ToList();
        Assert.Matches(@"^FeedHub follows 1 sources of .*feeds\.json; subscribe at http://127\.0\.0\.1:\d+/feed\.atom$", messages[0]);
        Assert.Contains("hasty", messages[1], StringComparison.Ordinal);
        Assert.Contains(" (خبر \u202e): ", messages[2], StringComparison.Ordinal);
        Assert.Contains(" (خبر \\u202E): ", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_hub_on_the_same_data_says_so_and_leaves_the_first_alone()
    {
        _feedhub.Write("feeds.json", "{ \"feeds\": [] }");
        using var hub = _feedhub.Start("serve", "--urls", "http://127.0.0.1:0");
        await LineAsync(hub);

        var second = (await _feedhub.RunAsync("serve", "--urls", "http://127.0.0.1:0")).Ended(2);

        Assert.Contains("Another FeedHub is serving", Assert.Single(second.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.False(hub.HasExited);
        hub.Kill();
        await FeedHubProcess.EndAsync(hub, null);
    }

    private static async Task<string> LineAsync(System.Diagnostics.Process hub) =>
        await hub.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
}
