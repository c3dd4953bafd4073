using System.Collections.Immutable;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>
/// The first page of a feed: what came in of late, newest by date. Where more came in than it holds, no source may show more than another while
/// that one has more to show; what is left out stands in the archive pages.
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

        var share = FairShare([.. newest.CountBy(story => story.FeedId).Select(source => source.Value)], size);
        var taken = new Dictionary<string, int>();
        var chosen = new HashSet<string>();
        foreach (var story in newest)
        {
            if ((taken[story.FeedId] = taken.GetValueOrDefault(story.FeedId) + 1) <= share)
            {
                chosen.Add(story.Id);
            }
        }

        // What is left over by rounding goes to the newest.
        foreach (var story in newest.TakeWhile(_ => chosen.Count < size))
        {
            chosen.Add(story.Id);
        }

        return [.. newest.Where(story => chosen.Contains(story.Id)).Take(size)];
    }

    /// <summary>Max-min fairness: the largest number of stories that every source may show, those with fewer leaving theirs to the others.</summary>
    private static int FairShare(int[] counts, int size)
    {
        Array.Sort(counts);
        var left = size;
        for (var source = 0; source < counts.Length; source++)
        {
            var share = left / (counts.Length - source);
            if (counts[source] > share)
            {
                return share;
            }

            left -= counts[source];
        }

        return size;
    }
}
