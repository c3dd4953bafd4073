using System.CommandLine;
using FeedHub.Fetching;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Sources;
using FeedHub.Storage;
using Spectre.Console;

namespace FeedHub.Server.Commands;

/// <summary><c>poll</c>: polls every enabled feed once, without serving, and shows what came of each.</summary>
internal static class PollCommand
{
    private static readonly Option<string[]> Only = new("--feed") { Description = Phrase.Say("only these sources (ids)", "هذه المصادر وحدها (بمعرّفاتها)"), AllowMultipleArgumentsPerToken = true, HelpName = "ID" };
    private static readonly Option<bool> Force = new("--force") { Description = Phrase.Say("also feeds that are not due yet", "الخلاصات التي لم يحن موعدها أيضاً") };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = Phrase.Say("allow addresses of private networks", "السماح بعناوين الشبكات الخاصة") };

    /// <summary>All feeds are polled at once and wait for each other as long as it takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan MatchEvery = TimeSpan.FromMilliseconds(100);

    public static Command Create()
    {
        Only.CompletionSources.Add(SourceIds.Complete);
        var command = new Command("poll", Phrase.Say("Poll every enabled feed once and show what came of it.", "يجلب كل خلاصة مفعّلة مرة ويعرض ما جاء منها.")) { Only, Force, AllowPrivate };
        HelpExamples.Of(command, "feedhub poll", "feedhub poll --force --feed sana aljazeera");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration(
        [
            new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds)),
            new("FeedHub:Data", parsed.GetValue(HubCommand.Data)),
            new("FeedHub:AllowAllPrivateNetworks", parsed.GetValue(AllowPrivate) ? "true" : null),
        ]));
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        if (catalog is null)
        {
            return await MisconfiguredAsync(mistakes.Select(mistake => mistake.ToString()));
        }

        var only = parsed.GetValue(Only) is { Length: > 0 } ids ? ids : null;
        if (only?.Except(catalog.Sources.Select(source => source.Id)).ToList() is { Count: > 0 } unknown)
        {
            return await MisconfiguredAsync(unknown.Select(id =>
                Wording.Nearest(id, catalog.Sources.Select(source => source.Id)) is { } meant
                    ? Phrase.Say($"There is no source '{id}' in {options.Feeds}: did you mean '{meant}'?", $"لا مصدر باسم '{id}' في {options.Feeds}. أتقصد '{meant}'؟")
                    : Phrase.Say($"There is no source '{id}' in {options.Feeds}. It names {FirstOf(catalog)}.", $"لا مصدر باسم '{id}' في {options.Feeds}. وفيه {FirstOf(catalog)}.")));
        }

        await using var services = new ServiceCollection().AddLogging().AddFeedHub(options with { FetchPatience = Patience }).BuildServiceProvider();
        var reports = await PollOnceAsync(services, catalog, only, parsed.GetValue(Force), cancellationToken);
        WriteTable(catalog, reports);
        await TellOfPagesAsync(reports);
        await TellOfTheRestAsync(services, catalog, only, reports.Count, cancellationToken);
        return reports.Count == 0 || reports.Any(report => report.Result is PollResult.Polled or PollResult.Unchanged or PollResult.PartlyRead)
            ? ExitCode.Fine
            : ExitCode.Failed;
    }

    private static string FirstOf(FeedCatalog catalog) =>
        string.Join(", ", catalog.Sources.Take(5).Select(source => source.Id)) + (catalog.Sources.Length > 5 ? ", …" : "");

    /// <summary>Where feeds were left alone since their time has not come, nothing would otherwise say so.</summary>
    private static async Task TellOfTheRestAsync(
        IServiceProvider services, FeedCatalog catalog, string[]? only, int polled, CancellationToken cancellationToken)
    {
        var left = catalog.Sources.Count(source => source.Enabled && only?.Contains(source.Id) != false) - polled;
        if (left > 0 && await services.GetRequiredService<FeedStore>().NextDueAsync(cancellationToken) is { } due)
        {
            await Console.Error.WriteLineAsync(Phrase.Say(
                FormattableString.Invariant($"Not due yet: {Wording.Count(left, "feed")}, the next at {due.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z. With --force they are polled all the same."),
                FormattableString.Invariant($"لم يحن الموعد: {ArabicCount.Sources.Of(left)}، وأقربها {due.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z. ومع الخيار --force يُجلب كل شيء الآن.")));
        }
        else if (catalog.Sources.IsEmpty)
        {
            await Console.Error.WriteLineAsync(Phrase.Say("There is nothing to poll: add a feed with: feedhub add URL", "لا شيء يُجلب: أضف خلاصة بالأمر: feedhub add URL"));
        }
    }

    /// <summary>Articles that stay as short as their feed has them.</summary>
    private static async Task TellOfPagesAsync(IReadOnlyList<PollReport> reports)
    {
        foreach (var report in reports)
        {
            foreach (var page in report.RefusedPages)
            {
                await Console.Error.WriteLineAsync($"{report.FeedId}: " + Phrase.Say($"no full text from {Wording.Shown(page.Link)}: {page.Reason}.", $"لا نص كاملاً من {Wording.Shown(page.Link)} ({page.Reason})."));
            }
        }
    }

    private static async Task<int> MisconfiguredAsync(IEnumerable<string> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            await Console.Error.WriteLineAsync(mistake);
        }

        return ExitCode.Misused;
    }

    private static async Task<IReadOnlyList<PollReport>> PollOnceAsync(
        IServiceProvider services, FeedCatalog catalog, string[]? only, bool force, CancellationToken cancellationToken)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var feeds = services.GetRequiredService<FeedStore>();
        var pipeline = services.GetRequiredService<FeedPipeline>();
        await services.GetRequiredService<Database>().MigrateAsync(cancellationToken);
        await feeds.SyncAsync(catalog.Sources, time.GetUtcNow(), cancellationToken);
        services.GetRequiredService<CurrentCatalog>().Accept(catalog);

        var byId = catalog.Whole.ToDictionary(source => source.Id);
        var keeper = services.GetRequiredService<LeaseKeeper>();
        var leased = await feeds.LeaseAsync(time.GetUtcNow(), LeaseKeeper.LeaseFor, int.MaxValue, only, force, cancellationToken);
        using var polled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = keeper.RunAsync(polled.Token);
        var polling = WithProgressAsync(
            leased.Count,
            advance => Task.WhenAll(leased.Select(async feed =>
            {
                using var kept = keeper.Keep(feed);
                var report = await pipeline.PollAsync(feed, byId[feed.FeedId], catalog, cancellationToken);
                advance();
                return report;
            })));

        await MatchUntilAsync(polling, services.GetRequiredService<StoryPipeline>(), byId.GetValueOrDefault, catalog.KeepDays, cancellationToken);
        await services.GetRequiredService<SearchIndex>().IndexAsync(int.MaxValue, cancellationToken);
        await polled.CancelAsync();
        await keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await polling;
    }

    /// <summary>Stories are made while feeds are still polled, and of all that came when they are done.</summary>
    private static async Task MatchUntilAsync(Task polling, StoryPipeline stories, Func<string, FeedSource?> source, int keepDays, CancellationToken cancellationToken)
    {
        while (!polling.IsCompleted)
        {
            await stories.RunAsync(source, keepDays, cancellationToken);
            await Task.WhenAny(polling, Task.Delay(MatchEvery, cancellationToken));
        }

        await stories.RunAsync(source, keepDays, cancellationToken);
        await stories.ReleaseAsync(cancellationToken);
    }

    private static async Task<PollReport[]> WithProgressAsync(int total, Func<Action, Task<PollReport[]>> work)
    {
        if (Console.IsOutputRedirected || total == 0)
        {
            return await work(() => { });
        }

        return await AnsiConsole.Progress().StartAsync(context =>
        {
            var task = context.AddTask(Phrase.Say("Polling", "الجلب"), maxValue: total);
            return work(() => task.Increment(1));
        });
    }

    private static void WriteTable(FeedCatalog catalog, IReadOnlyList<PollReport> reports)
    {
        if (Console.IsOutputRedirected)
        {
            foreach (var report in reports)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"{report.FeedId}\t{Word(report.Result)}\t{report.Added} new\t{report.Changed} changed\t{Reason(report)}"));
            }

            return;
        }

        var titles = catalog.Sources.ToDictionary(source => source.Id, source => source.Title ?? source.Id);
        var table = new Table().AddColumns(
            Phrase.Say("Source", "المصدر"), Phrase.Say("Result", "النتيجة"), Phrase.Say("New", "الجديد"), Phrase.Say("Changed", "المعدّل"), Phrase.Say("Took", "المدة"), "");
        foreach (var report in reports)
        {
            table.AddRow(
                Markup.Escape(titles[report.FeedId]),
                new Phrase(Word(report.Result), ArabicState.Of(report.Result)).ToString(),
                FormattableString.Invariant($"{report.Added}"),
                FormattableString.Invariant($"{report.Changed}"),
                FormattableString.Invariant($"{report.Took.TotalMilliseconds:F0} ms"),
                Markup.Escape(Reason(report)));
        }

        AnsiConsole.Write(table);
    }

    private static string Reason(PollReport report) =>
        report.Reason is not { } reason ? "" : report.Failure is { } failure ? ArabicState.Told(failure, reason).ToString() : reason;

    /// <summary>For programs too: the same in every language.</summary>
    private static string Word(PollResult result) => result switch
    {
        PollResult.Polled => "ok",
        PollResult.Unchanged => "unchanged",
        PollResult.PartlyRead => "partly read",
        PollResult.Failed => "failed",
        PollResult.Gone => "gone",
        PollResult.PutOff => "put off",
        _ => "taken over",
    };
}
