namespace FeedHub.Stories;

/// <summary>Which of an article's shingles it brought into its story: those alone are counted, so that each counts once a story.</summary>
internal static class CountedShingles
{
    /// <summary>A shingle counts once a story: marks those that the article it joined by does not have.</summary>
    /// <param name="twin">Cells of that article's sketch; null: it joined none, or one that the window has passed.</param>
    public static void Mark(Sketch sketch, ArticleWords words, uint[]? twin)
    {
        if (twin is null)
        {
            foreach (ref var hash in sketch.Hashes)
            {
                hash |= Sketch.Counted;
            }

            return;
        }

        var isShared = new bool[words.Shingles.Length];
        foreach (var hash in new Sketch(twin).Hashes)
        {
            if (words.PlaceOf(hash & Sketch.HashMask) is var place and >= 0)
            {
                isShared[place] = true;
            }
        }

        foreach (ref var hash in sketch.Hashes)
        {
            hash |= isShared[words.PlaceOf(hash)] ? 0 : Sketch.Counted;
        }
    }

    /// <summary>What was counted by another article of its story still is.</summary>
    /// <param name="old">Cells of the article's former sketch; null: it had none any more.</param>
    public static void MarkAsBefore(Sketch sketch, uint[]? old)
    {
        var shared = new HashSet<uint>();
        foreach (var hash in old is null ? [] : new Sketch(old).Hashes)
        {
            if ((hash & Sketch.Counted) == 0)
            {
                shared.Add(hash);
            }
        }

        foreach (ref var hash in sketch.Hashes)
        {
            hash |= shared.Contains(hash) ? 0 : Sketch.Counted;
        }
    }
}
