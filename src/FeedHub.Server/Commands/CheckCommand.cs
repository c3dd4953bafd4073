using System.CommandLine;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>check</c>: every mistake of feeds.json, and with <c>--fetch</c> whether each feed answers.</summary>
internal static class CheckCommand
{
    private const int AtOnce = 16;

    private static readonly Option<bool> Fetch = new("--fetch") { Description = "also try each enabled feed" };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = "allow addresses of private networks" };

    public static Command Create()
    {
        var command = new Command("check", "Validate feeds.json; with --fetch, also try each feed.") { Fetch, AllowPrivate };
        HelpExamples.Of(command, "feedhub check", "feedhub check --fetch --feeds other.json");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        foreach (var line in mistakes.Select(mistake => mistake.ToString()).Concat(catalog?.Warnings.Select(warning => "warning: " + warning) ?? []))
        {
            await Console.Error.WriteLineAsync(line);
        }

        if (catalog is null)
        {
            return ExitCode.Misused;
        }

        if (catalog is { Link: null, Contact: null })
        {
            await Console.Error.WriteLineAsync(
                $"warning: {options.Feeds}: publishers cannot reach whoever runs this hub. Write \"contact\": \"news@example.org\", or \"link\": its public address; it is sent in the User-Agent.");
        }

        var enabled = catalog.Whole.Where(source => source.Enabled).ToList();
        Console.WriteLine(FormattableString.Invariant($"{options.Feeds}: {Wording.Count(catalog.Sources.Length, "feed")}, {enabled.Count} enabled, no mistakes."));
        return !parsed.GetValue(Fetch) || await FetchAsync(enabled, options, parsed.GetValue(AllowPrivate), cancellationToken)
            ? ExitCode.Fine
            : ExitCode.Misused;
    }

    /// <summary>False: some feed did not answer with a feed.</summary>
    private static async Task<bool> FetchAsync(List<FeedSource> sources, HubOptions options, bool allowPrivate, CancellationToken cancellationToken)
    {
        var limits = options.FetchLimits;
        using var fetcher = new FeedFetcher(limits with { AllowAllPrivateNetworks = allowPrivate || limits.AllowAllPrivateNetworks }, TimeProvider.System);
        var failed = 0;
        await InOrder.RunAsync(
            sources.ToAsyncEnumerable(),
            async (source, stop) => (Source: source, Preview: await Preview.OfAsync(source.Url.OriginalString, fetcher, source, stop)),
            result =>
            {
                failed += result.Preview.Error is null ? 0 : 1;
                Console.WriteLine(Line(result.Source, result.Preview));
                return Task.CompletedTask;
            },
            () => Task.CompletedTask,
            AtOnce,
            cancellationToken);
        Console.WriteLine(FormattableString.Invariant($"{sources.Count - failed} of {sources.Count} feeds are fine."));
        return failed == 0;
    }

    private static string Line(FeedSource source, Preview preview) => preview.Feed is { } feed
        ? FormattableString.Invariant($"ok\t{source.Id}\t{feed.Format}, {Wording.Count(preview.Entries.Count, "entry")}{Problems(feed.Problems.Length)}")
        : $"FAILED\t{source.Id}\t{preview.Error}";

    private static string Problems(int count) => count == 0 ? "" : FormattableString.Invariant($", {count} repaired");
}
