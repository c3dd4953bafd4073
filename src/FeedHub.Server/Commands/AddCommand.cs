using System.CommandLine;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>add</c>: finds the feed behind an address, or the list of articles in it, shows it, and writes it to feeds.json.</summary>
internal static class AddCommand
{
    private const int ShownEntries = 5;

    private static readonly Argument<string> Address = new("URL") { Description = Phrase.Say("address of a feed, of a site, or of a page that lists articles", "عنوان خلاصة أو موقع أو صفحة تسرد مقالات") };
    private static readonly Option<string?> Id = new("--id") { Description = Phrase.Say("id of the source (default: made from the address)", "معرّف المصدر (إن غاب صيغ من العنوان)"), HelpName = "ID" };
    private static readonly Option<string?> Title = new("--title") { Description = Phrase.Say("title of the source (default: the feed's own)", "عنوان المصدر (إن غاب فعنوان الخلاصة نفسها)"), HelpName = "TEXT" };
    private static readonly Option<string[]> Tags = new("--tag") { Description = Phrase.Say("tag of the source; may be repeated", "وسم المصدر؛ يجوز تكرار الخيار"), HelpName = "TAG" };
    private static readonly Option<bool> Items = new("--items") { Description = Phrase.Say("follow the articles that the page lists, whatever feeds it names", "متابعة المقالات التي تسردها الصفحة، مهما ذكرت من خلاصات") };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = Phrase.Say("write without asking", "الكتابة بلا سؤال") };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = Phrase.Say("allow this source to be inside a private network", "السماح بأن يكون هذا المصدر داخل شبكة خاصة") };

    public static Command Create()
    {
        var command = new Command("add", Phrase.Say("Find the feed of an address and add it to feeds.json.", "يجد خلاصة العنوان ويضيفها إلى feeds.json.")) { Address, Id, Title, Tags, Items, Yes, AllowPrivate };
        HelpExamples.Of(command, "feedhub add https://www.enabbaladi.net", "feedhub add https://sana.sy/?feed=rss2 --tag سوريا --title سانا", "feedhub add --yes https://www.youtube.com/@example", "feedhub add --items https://example.org/sports");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var address = parsed.GetValue(Address)!.Trim();
        if (address.Length == 0 || (address.Any(char.IsWhiteSpace) && !File.Exists(address)))
        {
            return await CommandLine.ComplainAsync(new Phrase($"'{address}' is no address: write it as a browser shows it, https://example.org.", $"ليس '{address}' عنواناً: اكتبه كما يظهر في المتصفح، https://example.org."), ExitCode.Misused);
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
            Console.WriteLine($"  {Phrase.Say("no feed; the page lists articles:", "لا خلاصة؛ والصفحة تسرد مقالات:")} {Wording.Line(items.List)}");
        }

        foreach (var entry in found.Preview.Entries.OrderByDescending(entry => entry.Written.Published ?? entry.Written.Updated).Take(ShownEntries))
        {
            Console.WriteLine($"  * {Wording.Line(entry.Title)}");
        }

        if (found.Preview.Entries.Count == 0)
        {
            Console.WriteLine($"  {Phrase.Say("(no entries at the moment)", "(لا مواد الآن)")}");
        }

        foreach (var other in found.Others)
        {
            Console.WriteLine($"{Phrase.Say("Also there:", "وفي الموقع أيضاً:")} {Wording.Line(other.Input)}");
        }
    }

    private static async Task<int> WriteAsync(EditedCatalog file, NewFeed feed, bool yes, CancellationToken cancellationToken)
    {
        if (file.LineOf(feed.Url) is { } line)
        {
            return await CommandLine.ComplainAsync(new Phrase(FormattableString.Invariant($"This feed is in {file.Path} already, in line {line}."), FormattableString.Invariant($"هذه الخلاصة مذكورة من قبل في {file.Path}، في السطر {line}.")), ExitCode.Failed);
        }

        if (!yes && !Console.IsInputRedirected && !Confirm(Phrase.Say($"Add it to {file.Path}? [Y/n]", $"أأضيفها إلى {file.Path}؟ [نعم/لا]") + " "))
        {
            return ExitCode.Fine;
        }

        var mistakes = await file.AddAsync([feed], cancellationToken);
        if (mistakes.Count > 0)
        {
            return await CommandLine.ComplainAboutAsync(mistakes);
        }

        Console.WriteLine(Phrase.Say($"Added to {file.Path}.", $"أضيفت إلى {file.Path}."));
        return ExitCode.Fine;
    }

    private static bool Confirm(string question)
    {
        Console.Write(question);
        return Console.ReadLine()?.Trim().ToLowerInvariant() is "" or "y" or "yes" or "ن" or "نعم";
    }
}
