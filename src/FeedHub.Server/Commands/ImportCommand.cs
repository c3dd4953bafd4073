using System.CommandLine;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>import</c>: the feeds of an OPML file go to the end of feeds.json; folders become tags.</summary>
internal static class ImportCommand
{
    private const int MaxBytes = 64 * 1024 * 1024;

    private static readonly Argument<string> Input = new("FILE") { Description = Phrase.Say("OPML file of another reader (- for standard input)", "ملف OPML من قارئ آخر (- للدخل القياسي)") };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = Phrase.Say("only say what would be added", "ذكر ما سيضاف، ولا شيء غيره") };

    public static Command Create()
    {
        var command = new Command("import", Phrase.Say("Add the feeds of an OPML file to feeds.json.", "يضيف خلاصات ملف OPML إلى feeds.json.")) { Input, DryRun };
        HelpExamples.Of(command, "feedhub import feedly.opml", "feedhub import --dry-run freshrss.opml.xml");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var input = parsed.GetValue(Input)!;
        if (InputFile.Mistake(input) is { } missing)
        {
            return await CommandLine.ComplainAsync(missing, ExitCode.Misused);
        }

        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var file = await EditedCatalog.OpenAsync(options.Feeds, cancellationToken);
        if (file.Mistakes.Count > 0)
        {
            return await CommandLine.ComplainAboutAsync(file.Mistakes);
        }

        await using var stream = InputFile.Open(input);
        if (await InputFile.ReadAsync(stream, MaxBytes, cancellationToken) is not { } bytes)
        {
            return await CommandLine.ComplainAsync($"{input} is larger than {MaxBytes} bytes.", ExitCode.Failed);
        }

        var read = Opml.Read(FeedText.Decode(bytes, contentType: null, encoding: null, problems: []));
        foreach (var mistake in read.Mistakes)
        {
            await CommandLine.ComplainAsync(mistake, ExitCode.Failed);
        }

        var failed = read.Mistakes.Length > 0;
        if (failed && read.Feeds.Length == 0)
        {
            return ExitCode.Failed;
        }

        return await AddAsync(file, read.Feeds, parsed.GetValue(DryRun), failed, cancellationToken);
    }

    private static async Task<int> AddAsync(
        EditedCatalog file, IReadOnlyList<NewFeed> feeds, bool dryRun, bool failed, CancellationToken cancellationToken)
    {
        var wanted = new List<NewFeed>();
        var known = 0;
        var seen = new HashSet<string>();
        foreach (var feed in feeds)
        {
            var (url, mistake, suggestion) = FeedUrl.Parse(feed.Url, "/nowhere");
            if (WhyNot(file, url, $"{mistake?.English ?? "Only web addresses are imported."} {suggestion?.English}") is { } reason)
            {
                await CommandLine.ComplainAsync($"Left out {Wording.Shown(feed.Url)}: {reason}", ExitCode.Failed);
                failed = true;
            }
            else if (ShownUrl.IsMasked(url!) || file.LineOf(feed.Url) is not null || !seen.Add(FeedUrl.Likeness(url!)))
            {
                known++;
            }
            else
            {
                wanted.Add(feed);
                Console.WriteLine($"+ {Wording.Line(feed.Title ?? feed.Url)}  {Wording.Line(feed.Url)}{(feed.Tags.IsEmpty ? "" : $"  [{Wording.Line(string.Join(", ", feed.Tags))}]")}");
            }
        }

        var mistakes = dryRun || wanted.Count == 0 ? [] : await file.AddAsync(wanted, cancellationToken);
        if (mistakes.Count > 0)
        {
            return await CommandLine.ComplainAboutAsync(mistakes);
        }

        Console.WriteLine(FormattableString.Invariant($"{Wording.Count(wanted.Count, "feed")} {(dryRun ? "would be added" : "added")} to {file.Path}, {known} were there already."));
        return failed ? ExitCode.Failed : ExitCode.Fine;
    }

    /// <summary>Why an address cannot be taken in; null: it can.</summary>
    /// <param name="mistake">What is wrong with it where it is no web address.</param>
    private static string? WhyNot(EditedCatalog file, Uri? url, string mistake) =>
        url is null || url.IsFile ? mistake
        : ShownUrl.IsMasked(url) && !file.KnowsMasked(url) ? "its key is hidden. Take the list from 'feedhub export-opml' on the hub it is from."
        : null;
}
