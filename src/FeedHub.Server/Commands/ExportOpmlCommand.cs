using System.CommandLine;
using System.Text;
using FeedHub.Server.Endpoints;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary><c>export-opml</c>: the sources, for another reader.</summary>
internal static class ExportOpmlCommand
{
    public static Command Create()
    {
        var command = new Command("export-opml", Phrase.Say("Write the sources as OPML, for another reader.", "يكتب المصادر بصيغة OPML لقارئ آخر."));
        HelpExamples.Of(command, "feedhub export-opml > feeds.opml");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        if (catalog is null)
        {
            return await CommandLine.ComplainAboutAsync(mistakes);
        }

        var described = await DescriptionsAsync(parsed, cancellationToken);
        var listed = catalog.Sources.Select(source => SourceEndpoints.Listed(source, source.Url, described.GetValueOrDefault(source.Id)));
        await using var output = StandardStreams.OpenOutput();
        await output.WriteAsync(Encoding.UTF8.GetBytes(Opml.Write(catalog.Title, listed)), cancellationToken);
        await output.FlushAsync(cancellationToken);
        var files = catalog.Sources.Count(source => source.Url.IsFile);
        return files == 0 ? ExitCode.Fine : await CommandLine.ComplainAsync($"Left out {Wording.Count(files, "source")} kept in files of this machine.", ExitCode.Fine);
    }

    /// <summary>What the feeds say of themselves; nothing where no hub has polled them yet.</summary>
    private static async Task<IReadOnlyDictionary<string, FeedDescription>> DescriptionsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (!OpenDatabase.Exists(parsed))
        {
            return new Dictionary<string, FeedDescription>();
        }

        await using var database = await OpenDatabase.AsAsync(parsed, cancellationToken);
        return (await new FeedStore(database).HealthAsync(cancellationToken)).Where(feed => feed.Description is not null).ToDictionary(feed => feed.FeedId, feed => feed.Description!);
    }
}
