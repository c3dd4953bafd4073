namespace FeedHub.Storage;

/// <summary>The search index's queue: stories whose words may have changed, or that are gone.</summary>
internal static class SearchPending
{
    public static async Task AddAsync(DatabaseSession session, IEnumerable<long> sequences)
    {
        // An update, where the row is there, waits for an indexer that is about to remove it; doing nothing would lose the change.
        var batch = RowBatch.Insert(
            session, ["story"], "search_pending (story_seq, turn)", "given.story, 1", "ON CONFLICT (story_seq) DO UPDATE SET turn = search_pending.turn + 1");
        foreach (var sequence in sequences.Distinct().Order())
        {
            await batch.AddAsync(sequence);
        }

        await batch.FlushAsync();
    }
}
