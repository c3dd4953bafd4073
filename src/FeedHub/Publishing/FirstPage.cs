using System.Collections.Immutable;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>
/// The first page of a feed: what came in of late, newest by date. Where more came in than it holds, no source may fill more than half of it while
/// others wait; what is left out stands in the archive pages.
/// </summary>
public static class FirstPage
{
    /// <param name="newest">By date, newest first: <see cref="FeedWindow.Entries"/> of them, or all.</param>
    /// <param name="cameIn">By date, newest first: what came in within the window's hours; more than <see cref="FeedWindow.Most"/> where there is more.</param>
    public static ImmutableArray<StoryPlace> Choose(IReadOnlyList<StoryPlace> newest, IReadOnlyList<StoryPlace> cameIn, FeedWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);
        var candidates = newest.Concat(cameIn).DistinctBy(story => story.Id)
            .OrderByDescending(story => story.Date).ThenByDescending(story => story.Sequence).ToList();
        return Fairly(candidates, window.Most);
    }

    private static ImmutableArray<StoryPlace> Fairly(List<StoryPlace> newest, int size)
    {
        if (newest.Count <= size)
        {
            return [.. newest];
        }

        var share = Math.Max(1, size / 2);
        var taken = new Dictionary<string, int>();
        var chosen = new HashSet<string>();
        foreach (var story in newest)
        {
            if (chosen.Count < size && (taken[story.FeedId] = taken.GetValueOrDefault(story.FeedId) + 1) <= share)
            {
                chosen.Add(story.Id);
            }
        }

        foreach (var story in newest.TakeWhile(_ => chosen.Count < size))
        {
            chosen.Add(story.Id);
        }

        return [.. newest.Where(story => chosen.Contains(story.Id))];
    }
}
