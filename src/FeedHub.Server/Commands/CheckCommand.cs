using System.CommandLine;
using FeedHub.Fetching;
using FeedHub.Publishing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary><c>check</c>: every mistake of feeds.json, and with <c>--fetch</c> whether each feed answers.</summary>
internal static class CheckCommand
{
    private const int AtOnce = 16;

    private static readonly Option<bool> Fetch = new("--fetch") { Description = Phrase.Say("also try each enabled feed, and look where lost ones went", "تجربة كل خلاصة مفعّلة أيضاً، والبحث عما ضاع منها") };
    private static readonly Option<bool> Fix = new("--fix") { Description = Phrase.Say("also write into feeds.json what the sites of lost feeds announce now", "كتابة ما تعلنه اليوم مواقع الخلاصات الضائعة في feeds.json") };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = Phrase.Say("allow addresses of private networks", "السماح بعناوين الشبكات الخاصة") };

    public static Command Create()
    {
        var command = new Command("check", Phrase.Say("Validate feeds.json; with --fetch, also try each feed.", "يدقق feeds.json، ويجرب كل خلاصة مع الخيار --fetch.")) { Fetch, Fix, AllowPrivate };
        HelpExamples.Of(command, "feedhub check", "feedhub check --fetch --feeds other.json", "feedhub check --fetch --fix");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        foreach (var line in mistakes.Select(mistake => mistake.ToString()).Concat(catalog?.Warnings.Select(warning => $"{Phrase.Say("warning", "تحذير")}: {warning}") ?? []))
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
                $"{Phrase.Say("warning", "تحذير")}: {options.Feeds}: " + Phrase.Say(
                    "publishers cannot reach whoever runs this hub. Write \"contact\": \"news@example.org\", or \"link\": its public address; it is sent in the User-Agent.",
                    "لا يجد الناشرون من يراسلونه. اكتب \"contact\": \"news@example.org\"، أو \"link\" وفيه العنوان العلني؛ ويُرسل في User-Agent."));
        }

        var enabled = catalog.Whole.Where(source => source.Enabled).ToList();
        Console.WriteLine($"{options.Feeds}: " + Phrase.Say(
            FormattableString.Invariant($"{Wording.Count(catalog.Sources.Length, "feed")}, {enabled.Count} enabled, no mistakes."),
            FormattableString.Invariant($"{ArabicCount.Sources.Of(catalog.Sources.Length)}، والمفعّل منها {enabled.Count}، ولا أخطاء.")));
        if (!parsed.GetValue(Fetch) && !parsed.GetValue(Fix))
        {
            return ExitCode.Fine;
        }

        var limits = options.FetchLimits;
        using var fetcher = new FeedFetcher(
            limits with { AllowAllPrivateNetworks = parsed.GetValue(AllowPrivate) || limits.AllowAllPrivateNetworks }, TimeProvider.System);
        var lost = new List<(FeedSource Source, Uri Announced)>();
        var failed = await FetchAsync(enabled, catalog.Language, fetcher, lost, cancellationToken);
        var mended = parsed.GetValue(Fix) ? await FixAsync(options.Feeds, lost, cancellationToken) : 0;
        Console.WriteLine(
            Phrase.Say(FormattableString.Invariant($"{enabled.Count - failed} of {enabled.Count} feeds are fine."), FormattableString.Invariant($"السليم {enabled.Count - failed} من أصل {enabled.Count}."))
            + (mended == 0 ? "" : " " + Phrase.Say(FormattableString.Invariant($"{mended} changed in feeds.json."), FormattableString.Invariant($"عُدّل في feeds.json عدد {mended}."))));
        return failed == mended ? ExitCode.Fine : ExitCode.Misused;
    }

    /// <summary>How many did not answer with a feed.</summary>
    /// <param name="language">Of sources that do not say theirs.</param>
    /// <param name="lost">Takes in those whose sites announce another.</param>
    private static async Task<int> FetchAsync(
        List<FeedSource> sources, string language, FeedFetcher fetcher, List<(FeedSource Source, Uri Announced)> lost, CancellationToken cancellationToken)
    {
        var failed = 0;
        await InOrder.RunAsync(
            sources.ToAsyncEnumerable(),
            async (source, stop) =>
            {
                var preview = await Preview.OfAsync(source.Url.OriginalString, fetcher, source, stop);
                var isLost = preview.Failure is { } failure && AnnouncedFeeds.ForGood.Contains(failure);
                return (Source: source, Preview: preview, Announced: isLost ? await new LostFeedSearch(fetcher).FindAsync(source.Url, null, source.Language ?? language, stop) : null);
            },
            result =>
            {
                failed += result.Preview.Error is null ? 0 : 1;
                Console.WriteLine(Line(result.Source, result.Preview));
                if (result.Announced is { } announced)
                {
                    Console.WriteLine($"\t{result.Source.Id}\t{Phrase.Say("the site announces now:", "يعلن الموقع اليوم:")} {Wording.Line(announced.AbsoluteUri)}");
                    lost.Add((result.Source, announced));
                }

                return Task.CompletedTask;
            },
            () => Task.CompletedTask,
            AtOnce,
            cancellationToken);
        return failed;
    }

    /// <summary>Writes one address after the other into feeds.json, and says each; returns how many.</summary>
    private static async Task<int> FixAsync(string path, List<(FeedSource Source, Uri Announced)> lost, CancellationToken cancellationToken)
    {
        if (lost.Count == 0)
        {
            return 0;
        }

        var file = await EditedCatalog.OpenAsync(path, cancellationToken);
        await CommandLine.ComplainAboutAsync(file.Mistakes);
        var mended = 0;
        foreach (var (source, announced) in file.Mistakes.Count > 0 ? [] : lost)
        {
            if (!file.Lists(source))
            {
                Console.WriteLine($"kept\t{source.Id}\t{Phrase.Say($"it is not in {path} any more.", $"لم يعد المصدر في {path}.")}");
                continue;
            }

            // A key for one site is nobody else's business.
            if (!source.Headers.IsEmpty && announced.Authority != source.Url.Authority)
            {
                Console.WriteLine($"kept\t{source.Id}\t{Phrase.Say($"its headers would go to {announced.Authority}: write the address yourself if they may.", $"ستذهب ترويساته إلى {announced.Authority}: اكتب العنوان بنفسك إن جاز ذلك.")}");
                continue;
            }

            if (FeedUrl.Likeness(announced) != FeedUrl.Likeness(source.Url) && file.LineOf(announced.AbsoluteUri) is { } line)
            {
                Console.WriteLine($"kept\t{source.Id}\t" + Phrase.Say(FormattableString.Invariant($"line {line} follows that feed already: remove one of the two."), FormattableString.Invariant($"السطر {line} يتابع تلك الخلاصة من قبل: احذف أحدهما.")));
                continue;
            }

            var mistakes = await file.MoveAsync(source, announced.AbsoluteUri, cancellationToken);
            if (mistakes.Count > 0)
            {
                await CommandLine.ComplainAboutAsync(mistakes);
                continue;
            }

            mended++;
            Console.WriteLine($"fixed\t{source.Id}\t{Wording.Line(ShownUrl.Of(source.Url).ToString())} {Phrase.Say("is now", "صار")} {Wording.Line(announced.AbsoluteUri)}");
        }

        return mended;
    }

    private static string Line(FeedSource source, Preview preview) => preview.Feed is { } feed
        ? FormattableString.Invariant($"ok\t{source.Id}\t{feed.Format}, {Entries(preview.Entries.Count)}{Problems(feed.Problems.Length)}")
        : $"FAILED\t{source.Id}\t{preview.Why}";

    private static Phrase Entries(int count) => new(Wording.Count(count, "entry"), $"والمواد {count}");

    private static string Problems(int count) => count == 0 ? "" : ", " + Phrase.Say(FormattableString.Invariant($"{count} repaired"), FormattableString.Invariant($"والمُصلح {count}"));
}
