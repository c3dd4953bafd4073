using System.Collections.Immutable;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>The first page of a feed when more was published than it holds: no source may fill more than half of it while others wait.</summary>
public static class FairWindow
{
    /// <summary>What is left out stands in the archive pages.</summary>
    /// <param name="newest">Newest first; more than <paramref name="size"/> where there is more.</param>
    public static ImmutableArray<Story> Choose(IReadOnlyList<Story> newest, int size)
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
            if (chosen.Count < size && (taken[story.Shown.FeedId] = taken.GetValueOrDefault(story.Shown.FeedId) + 1) <= share)
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
