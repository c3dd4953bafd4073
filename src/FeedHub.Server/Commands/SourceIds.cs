using System.CommandLine.Completions;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>Shell completion of ids: those of the feeds.json that the command line names, as it is typed.</summary>
internal static class SourceIds
{
    public static IEnumerable<CompletionItem> Complete(CompletionContext context)
    {
        try
        {
            var feeds = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", context.ParseResult.GetValue(HubCommand.Feeds))])).Feeds;
            return [.. (CatalogReader.Read(File.ReadAllBytes(feeds), feeds).Catalog?.Sources ?? []).Select(source => new CompletionItem(source.Id))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or BadSettingException)
        {
            // Whoever presses Tab is told nothing; running the command will say what is wrong.
            return [];
        }
    }
}
