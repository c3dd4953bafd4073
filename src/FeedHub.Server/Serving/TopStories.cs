using FeedHub.Publishing;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server;

/// <summary>
/// What matters now, for the front page: looked for when stories change, not per request. "Now" is the date of the newest story, so that the page stands still
/// while nothing comes in. Thread-safe.
/// </summary>
public sealed class TopStories(StoryStore stories, RenderedFeeds rendered)
{
    private const int Count = 5;
    private const int LookedAt = 200;
    private static readonly TimeSpan Within = TimeSpan.FromHours(24);

    private readonly Revalidated<long?, IReadOnlyList<Story>> _now = new();

    /// <summary>Those that two sources or more carry, the first of them first; none where nothing is.</summary>
    public async Task<IReadOnlyList<Story>> NowAsync(CancellationToken cancellationToken)
    {
        var version = await rendered.VersionAsync(cancellationToken);
        return await _now.GetAsync(version, _ => FindAsync(CancellationToken.None)).WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Story>> FindAsync(CancellationToken cancellationToken)
    {
        if (await stories.PlacesAsync(new StoryQuery { Limit = 1, Order = StoryOrder.Dated }, cancellationToken) is not [var newest])
        {
            return [];
        }

        var carried = await stories.MostCarriedAsync(newest.Date - Within, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue, LookedAt, cancellationToken);
        return await stories.ReadAsync([.. Prominence.Now(carried, newest.Date, Count).Select(story => story.Id)], cancellationToken);
    }
}
