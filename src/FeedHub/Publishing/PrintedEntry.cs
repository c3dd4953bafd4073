using System.Collections.Immutable;
using System.Text.RegularExpressions;
using FeedHub.Parsing;

namespace FeedHub.Publishing;

/// <summary>
/// An entry as any format may print it, whatever its publisher wrote: valid characters, absolute links, no blank names. One bad field costs that
/// field, never the feed.
/// </summary>
internal sealed partial class PrintedEntry
{
    private const string UnknownType = "application/octet-stream";

    public PrintedEntry(PublishedFeed feed, PublishedEntry entry)
    {
        var shown = entry.Story.Shown;
        Story = feed.Address + entry.Page;
        Link = PublishedLink.Of(shown.Link) ?? Story;
        Text = PublishedText.Valid(shown.Text);
        var lead = PublishedText.Summary(shown.Text);
        Summary = string.Join(" — ", new[] { lead, AlsoIn(entry.Others) }.Where(part => part.Length > 0));
        SourceTitle = SourceName(entry.Source);
        SourceSite = PublishedLink.Of(entry.Source.Link);
        SourceFeed = PublishedLink.Of(entry.Source.Feed) ?? $"{feed.Address}/sources/{entry.Source.Id}/feed.rss";
        Title = PublishedText.Title(shown.Title) is var title && !string.IsNullOrWhiteSpace(title) ? title
            : lead.Length > 0 ? lead
            : SourceTitle;
        Author = PublishedText.Valid(shown.Author ?? "") is var author && !string.IsNullOrWhiteSpace(author) ? author : SourceTitle;
        Language = LanguageTag().IsMatch(shown.Language) ? shown.Language : feed.Language;
        Html = entry.Html ?? PublishedText.Html(shown.Text, Language, AlsoIn(entry.OthersThen) is { Length: > 0 } line ? line : "من حمله أيضاً؟", Story);
        Image = PublishedLink.Of(shown.ImageUrl);
        Categories = [.. shown.Categories.Select(PublishedText.Valid).Where(category => !string.IsNullOrWhiteSpace(category)).Distinct()];
        Enclosures = [.. shown.Enclosures.Select(Printed).OfType<(string, string, long?)>()];
        Related = [.. entry.Related
            .Select(copy => (PublishedLink.Of(copy.Link), PublishedText.Valid(copy.Title), SourceName(entry.SourceOf(copy.FeedId))))
            .Where(copy => copy.Item1 is not null)
            .Select(copy => (copy.Item1!, copy.Item2, copy.Item3))];
    }

    /// <summary>The story's page on this hub.</summary>
    public string Story { get; }

    /// <summary>The publisher's page; the hub's own where there is none.</summary>
    public string Link { get; }

    public string Title { get; }

    public string Text { get; }

    public string Html { get; }

    /// <summary>
    /// The first sentences, and who else carries the story by now; empty where there is neither. Readers that compare contents to see what has changed look
    /// at <see cref="Html"/>, whose last line stands still.
    /// </summary>
    public string Summary { get; }

    /// <summary>The source where nobody is named.</summary>
    public string Author { get; }

    public string Language { get; }

    public string SourceTitle { get; }

    public string? SourceSite { get; }

    /// <summary>Its own feed; this hub's feed of it where that is nobody's business.</summary>
    public string SourceFeed { get; }

    public string? Image { get; }

    public ImmutableArray<string> Categories { get; }

    public ImmutableArray<(string Link, string Type, long? Length)> Enclosures { get; }

    /// <summary>For formats that carry one: a recording before a document before a picture; null: none.</summary>
    public (string Link, string Type, long? Length)? Enclosure => Enclosures.Select(file => ((string, string, long?)?)file).MinBy(file => Rank(file!.Value.Item2));

    /// <summary>Other copies, with the names of those who carried them.</summary>
    public ImmutableArray<(string Link, string Title, string Source)> Related { get; }

    private static string AlsoIn(IEnumerable<PublishedSource> others) => PublishedText.AlsoIn([.. others.Select(SourceName)]);

    private static int Rank(string type) => type.Split('/')[0].ToLowerInvariant() switch { "audio" or "video" => 0, "image" => 2, _ => 1 };

    private static string SourceName(PublishedSource source) =>
        PublishedText.Valid(source.Title) is var title && !string.IsNullOrWhiteSpace(title) ? title : source.Id;

    private static (string Link, string Type, long? Length)? Printed(Enclosure enclosure) =>
        PublishedLink.Of(enclosure.Url) is { } link
            ? (link, MediaType().IsMatch(enclosure.Type ?? "") ? enclosure.Type! : UnknownType, enclosure.Length >= 0 ? enclosure.Length : null)
            : null;

    /// <summary>RFC 6838 §4.2.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex MediaType();

    /// <summary>The form of xml:lang, with a code of ISO 639 first.</summary>
    [GeneratedRegex(@"\A[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex LanguageTag();
}
