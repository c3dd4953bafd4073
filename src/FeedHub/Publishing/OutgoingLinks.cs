using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Links on their way out: to the publisher's page, and nothing that tells the publisher about the reader.</summary>
public static class OutgoingLinks
{
    /// <summary>The story with the links of all its copies as <see cref="CanonicalUrl.WithoutTracking"/> leaves them.</summary>
    public static Story WithoutTracking(this Story story)
    {
        ArgumentNullException.ThrowIfNull(story);
        return story with
        {
            Shown = story.Shown with { Link = CanonicalUrl.WithoutTracking(story.Shown.Link) },
            Copies = [.. story.Copies.Select(copy => copy with { Link = CanonicalUrl.WithoutTracking(copy.Link) })],
        };
    }
}
