using System.CommandLine;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>add</c>: finds the feed behind an address, or the list of articles in it, shows it, and writes it to feeds.json.</summary>
internal static class AddCommand
{
    private const int ShownEntries = 5;

    private static readonly Argument<string> Address = new("URL") { Description = "address of a feed, of a site, or of a page that lists articles" };
    private static readonly Option<string?> Id = new("--id") { Description = "id of the source (default: made from the address)", HelpName = "ID" };
    private static readonly Option<string?> Title = new("--title") { Description = "title of the source (default: the feed's own)", HelpName = "TEXT" };
    private static readonly Option<string[]> Tags = new("--tag") { Description = "tag of the source; may be repeated", HelpName = "TAG" };
    private static readonly Option<bool> Items = new("--items") { Description = "follow the articles that the page lists, whatever feeds it names" };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "write without asking" };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = "allow this source to be inside a private network" };

    public static Command Create()
    {
        var command = new Command("add", "Find the feed of an address and add it to feeds.json.") { Address, Id, Title, Tags, Items, Yes, AllowPrivate };
        HelpExamples.Of(command, "feedhub add https://www.enabbaladi.net", "feedhub add https://sana.sy/?feed=rss2 --tag سوريا --title سانا", "feedhub add --yes https://www.youtube.com/@example", "feedhub add --items https://example.org/sports");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = parsed.GetValue(Address)!.Trim();
        if (address.Length == 0 || (address.Any(char.IsWhiteSpace) && !File.Exists(address)))
        {
            return await CommandLine.ComplainAsync($"'{address}' is no address: write it as a browser shows it, https://example.org.", ExitCode.Misused);
        }

        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var allowPrivate = parsed.GetValue(AllowPrivate);
        var file = await EditedCatalog.OpenAsync(options.Feeds, cancellationToken);
        if (file.Mistakes.Count > 0)
        {
            return await CommandLine.ComplainAboutAsync(file.Mistakes);
        }

        var limits = options.FetchLimits;
        using var fetcher = new FeedFetcher(limits with { AllowAllPrivateNetworks = allowPrivate || limits.AllowAllPrivateNetworks }, TimeProvider.System);
        var search = new FeedSearch(fetcher, alsoPages: true);
        var (found, error) = parsed.GetValue(Items) ? await search.FindItemsAsync(address, cancellationToken) : await search.FindAsync(address, cancellationToken);
        if (found is null)
        {
            return await CommandLine.ComplainAsync(error!, FeedSearch.IsAddress(address) ? ExitCode.Failed : ExitCode.Misused);
        }

        Show(found);
        var feed = new NewFeed(file.Relative(found.Address))
        {
            Id = parsed.GetValue(Id),
            Title = parsed.GetValue(Title) ?? (string.IsNullOrWhiteSpace(found.Preview.Title) ? null : found.Preview.Title),
            Tags = [.. parsed.GetValue(Tags) ?? []],
            AllowPrivateNetwork = allowPrivate,
            Items = found.Items,
        };
        return await WriteAsync(file, feed, parsed.GetValue(Yes), cancellationToken);
    }

    private static void Show(FoundFeed found)
    {
        Console.WriteLine(Wording.Line(found.Preview.Title ?? found.Address));
        Console.WriteLine($"{Wording.Line(found.Address)} ({found.Preview.Feed!.Format})");
        if (found.Items is { } items)
        {
            Console.WriteLine($"  no feed; the page lists articles: {Wording.Line(items.List)}");
        }

        foreach (var entry in found.Preview.Entries.OrderByDescending(entry => entry.Written.Published ?? entry.Written.Updated).Take(ShownEntries))
        {
            Console.WriteLine($"  * {Wording.Line(entry.Title)}");
        }

        if (found.Preview.Entries.Count == 0)
        {
            Console.WriteLine("  (no entries at the moment)");
        }

        foreach (var other in found.Others)
        {
            Console.WriteLine($"Also there: {Wording.Line(other.Input)}");
        }
    }

    private static async Task<int> WriteAsync(EditedCatalog file, NewFeed feed, bool yes, CancellationToken cancellationToken)
    {
        if (file.LineOf(feed.Url) is { } line)
        {
            return await CommandLine.ComplainAsync(FormattableString.Invariant($"This feed is in {file.Path} already, in line {line}."), ExitCode.Failed);
        }

        if (!yes && !Console.IsInputRedirected && !Confirm($"Add it to {file.Path}? [Y/n] "))
        {
            return ExitCode.Fine;
        }

        var mistakes = await file.AddAsync([feed], cancellationToken);
        if (mistakes.Count > 0)
        {
            return await CommandLine.ComplainAboutAsync(mistakes);
        }

        Console.WriteLine($"Added to {file.Path}.");
        return ExitCode.Fine;
    }

    private static bool Confirm(string question)
    {
        Console.Write(question);
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "" or "y" or "yes" or "ن" or "نعم";
    }
}
