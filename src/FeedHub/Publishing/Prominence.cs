using System.Collections.Immutable;
using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Which stories matter, judged by how many sources carry them.</summary>
public static class Prominence
{
    /// <summary>After so long a story needs twice the sources to stand where it stood.</summary>
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    /// <summary>The first of them now: sources, halved with each half-life.</summary>
    public static ImmutableArray<CarriedStory> Now(IEnumerable<CarriedStory> stories, DateTimeOffset now, int count) =>
        [.. stories.OrderByDescending(story => story.Outlets * Math.Pow(2, -(now - story.Date) / HalfLife)).ThenByDescending(story => story.Date).ThenBy(story => story.Id, StringComparer.Ordinal).Take(count)];

    /// <summary>The story as news of its having come to so many sources: dated when the last of these joined. It never changes, whoever joins later.</summary>
    public static Story Reached(Story story, int outlets)
    {
        ArgumentNullException.ThrowIfNull(story);
        var firsts = story.Copies.OrderBy(copy => copy.JoinedAt).DistinctBy(copy => copy.FeedId).Take(outlets).ToList();
        if (firsts.Count < outlets)
        {
            return story;
        }

        var at = firsts[^1].JoinedAt;
        return story with
        {
            Date = at,
            UpdatedAt = story.UpdatedAt > at ? story.UpdatedAt : at,
            Shown = story.Shown with { Published = at, FirstSeenAt = at },
        };
    }
}
