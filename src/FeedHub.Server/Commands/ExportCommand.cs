using System.CommandLine;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Commands;

/// <summary><c>export</c>: every story with its articles, one JSON object a line, straight from the database; <c>import-history</c> reads it.</summary>
internal static class ExportCommand
{
    private static readonly Option<string?> Since = new("--since") { Description = Phrase.Say("stories first seen from then on: 2026-11-20, 2026-11-20T14:00Z, or 7d ago", "الأخبار منذ ذلك الحين: 2026-11-20 أو 2026-11-20T14:00Z أو 7d لما قبل سبعة أيام"), HelpName = "TIME" };
    private static readonly Option<string?> Until = new("--until") { Description = Phrase.Say("stories first seen before then", "الأخبار التي ظهرت قبل ذلك الحين"), HelpName = "TIME" };

    public static Command Create()
    {
        var command = new Command("export", Phrase.Say("Write every story with its articles, one JSON object per line.", "يكتب كل خبر مع مقالاته، كائن JSON في كل سطر.")) { Since, Until };
        HelpExamples.Of(command, "feedhub export > stories.jsonl", "feedhub export --since 2026-11-01 --until 2026-12-01", "feedhub export --since 24h | jq -r .title");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        foreach (var option in (Option<string?>[])[Since, Until])
        {
            if (parsed.GetValue(option) is { } text && Instants.Parse(text, TimeProvider.System) is null)
            {
                return await CommandLine.ComplainAsync(
                    $"{option.Name} is '{Wording.Shown(text)}': write a date (2026-11-20), an instant (2026-11-20T14:00Z) or an age (7d).", ExitCode.Misused);
            }
        }

        var tags = await TagsAsync(parsed, cancellationToken);
        await using var database = await OpenDatabase.AsAsync(parsed, cancellationToken);
        await using var output = StandardStreams.OpenOutput();
        var stories = new StoryStore(database).ExportAsync(BoundOf(parsed, Since), BoundOf(parsed, Until), cancellationToken);
        await foreach (var story in stories)
        {
            await output.WriteAsync(Line(story, tags), cancellationToken);
        }

        await output.FlushAsync(cancellationToken);
        return ExitCode.Fine;
    }

    private static DateTimeOffset? BoundOf(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? Instants.Parse(text, TimeProvider.System) : null;

    /// <summary>Each feed's tags as feeds.json has them now; an unreadable file gives none, since stories can be exported without it.</summary>
    private static async Task<ILookup<string, string>> TagsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds))]));
        var (catalog, _) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        return (catalog?.Sources ?? [])
            .SelectMany(source => source.Tags.Select(tag => (source.Id, tag)))
            .ToLookup(pair => pair.Id, pair => pair.tag);
    }

    private static ReadOnlyMemory<byte> Line(ExportedStory exported, ILookup<string, string> tags) => JsonLine.Write(json =>
    {
        var story = exported.Story;
        json.WriteString("id", story.Id);
        json.WriteString("title", story.Shown.Title);
        json.WriteString("link", story.Shown.Link);
        json.WriteString("text", story.Shown.Text);
        json.WriteInstant("published", story.Shown.Date);
        json.WriteInstant("updated", story.UpdatedAt);
        json.WriteInstant("firstSeen", story.FirstSeenAt);
        json.WriteList("tags", exported.Articles.SelectMany(article => tags[article.FeedId]).Distinct(), (writer, tag) => writer.WriteStringValue(tag));
        if (exported.MergedIds.Count > 0)
        {
            json.WriteList("merged", exported.MergedIds, (writer, id) => writer.WriteStringValue(id));
        }

        if (exported.RelatedIds.Count > 0)
        {
            json.WriteList("related", exported.RelatedIds, (writer, id) => writer.WriteStringValue(id));
        }

        json.WriteList("articles", exported.Articles.Zip(story.Copies), (writer, one) => WriteArticle(writer, one.First, one.Second, one.First.Id == story.Shown.Id));
    });

    private static void WriteArticle(Utf8JsonWriter json, Article article, StoryCopy copy, bool isShown)
    {
        json.WriteStartObject();
        json.WriteString("feed", article.FeedId);
        json.WriteString("entryId", article.EntryId);
        json.WriteString("link", article.Link);
        json.WriteString("title", article.Title);
        json.WriteString("text", article.Text);
        json.WriteInstant("published", article.Published);
        json.WriteInstant("firstSeen", article.FirstSeenAt);
        json.WriteInstant("updated", article.Updated);
        json.WriteInstant("changed", article.ChangedAt);
        json.WriteString("language", article.Language);
        json.WriteString("author", article.Author);
        json.WriteList("categories", article.Categories, (writer, category) => writer.WriteStringValue(category));
        json.WriteList("enclosures", article.Enclosures, JsonLine.WriteEnclosure);
        json.WriteString("image", article.ImageUrl);
        json.WriteBoolean("truncated", article.IsTruncated);
        json.WriteBoolean("shown", isShown);
        json.WriteString("reason", EnglishReason.Say(copy.Reason));
        json.WriteEndObject();
    }
}
