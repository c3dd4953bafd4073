using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>Takes exported history back in: stories with their ids, in their old order; what is here already stays as it is.</summary>
public static class HistoryImport
{
    /// <summary>Stores the stories and their articles behind those already here; returns how many stories were new.</summary>
    /// <param name="stories">As <see cref="StoryStore.ExportAsync"/> gave them, in sequence order. Row numbers and sequences are given anew.</param>
    public static Task<int> RunAsync(
        Database database, IAsyncEnumerable<ExportedStory> stories, DateTimeOffset now, CancellationToken cancellationToken) =>
        throw new NotImplementedException(database.Engine + stories + nameof(Story));
}
