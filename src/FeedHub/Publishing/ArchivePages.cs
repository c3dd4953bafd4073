using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Where the past of a feed begins (RFC 5005 §4): no story is missing from both the first page and the archive.</summary>
public static class ArchivePages
{
    /// <summary>Stories on an archive page; pages begin at multiples of it where they can, so that a full one never changes.</summary>
    public const int Size = 100;

    /// <summary>The archive page that holds everything the first page left out is the one before this sequence; null: nothing was left out.</summary>
    /// <param name="found">Newest first; more than <paramref name="chosen"/> where there is more.</param>
    /// <param name="chosen">What the first page shows.</param>
    public static long? Before(IReadOnlyList<Story> found, IReadOnlyCollection<Story> chosen)
    {
        var shown = chosen.Select(story => story.Sequence).ToHashSet();
        if (found.FirstOrDefault(story => !shown.Contains(story.Sequence)) is not { } leftOut)
        {
            return null;
        }

        var afterFullBlock = (found[0].Sequence / Size * Size) + 1;
        return Math.Max(afterFullBlock, leftOut.Sequence + 1);
    }
}
