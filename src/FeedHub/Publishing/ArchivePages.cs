using FeedHub.Stories;

namespace FeedHub.Publishing;

/// <summary>Where the past of a feed begins (RFC 5005 §4): no story is missing from both the first page and the archive.</summary>
public static class ArchivePages
{
    /// <summary>Stories on an archive page; pages begin at multiples of it where they can, so that a full one never changes.</summary>
    public const int Size = 100;

    /// <summary>The archive begins before this sequence, with the latest story that the first page left out; null: nothing was left out.</summary>
    /// <param name="latest">The last emitted first: one more than <paramref name="chosen"/>, or all.</param>
    /// <param name="chosen">What the first page shows.</param>
    public static long? Before(IReadOnlyList<StoryPlace> latest, IReadOnlyCollection<StoryPlace> chosen)
    {
        var shown = chosen.Select(story => story.Sequence).ToHashSet();
        if (latest.FirstOrDefault(story => !shown.Contains(story.Sequence))?.Sequence is not { } leftOut)
        {
            return null;
        }

        var isInFullBlock = leftOut <= latest[0].Sequence / Size * Size;
        return isInFullBlock ? EndOfBlock(leftOut) : leftOut + 1;
    }

    /// <summary>The page before <paramref name="before"/> holds what was emitted after this sequence.</summary>
    public static long After(long before) => Math.Max(0, before - 2) / Size * Size;

    /// <summary>The page that holds this story, its block being full, is the one before this sequence.</summary>
    public static long EndOfBlock(long sequence) => ((sequence - 1) / Size * Size) + Size + 1;
}
