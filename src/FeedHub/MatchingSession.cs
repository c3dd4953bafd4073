using System.Threading.Channels;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub;

/// <summary>
/// One pass of the matcher over what is pending, as three stages over two bounded channels (backpressure): read ahead, match, store. The first fault ends
/// all of them; the matcher may then hold what was not stored, and is of no use any more. For one run.
/// </summary>
/// <param name="isHeld">Keeps the lease; false: it is another's, or was in between.</param>
internal sealed class MatchingSession(StoryStore stories, StoryMatcher matcher, string owner, Func<CancellationToken, Task<bool>> isHeld, Func<string, FeedSource?> source, TimeProvider time)
{
    /// <summary>Read and matched at a time: few enough that the collector seldom finds their texts in use.</summary>
    private const int BatchSize = 125;

    /// <summary>Stored at a time where many wait: every commit writes the pages of the indexes anew.</summary>
    private const int StoredTogether = 5000;

    private readonly Channel<IReadOnlyList<PendingArticle>> _waiting = Channel.CreateBounded<IReadOnlyList<PendingArticle>>(1);
    private readonly Channel<MatchBatch> _decided = Channel.CreateBounded<MatchBatch>(StoredTogether / BatchSize);

    /// <summary>Articles stored so far.</summary>
    public int Stored { get; private set; }

    /// <exception cref="OutdatedMatcherException">Another process took over, or retention removed a story in between.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task? first = null;
        await foreach (var stage in Task.WhenEach(ReadAsync(over.Token), MatchAsync(over.Token), StoreAsync(over.Token)))
        {
            if (!stage.IsCompletedSuccessfully)
            {
                first ??= stage;
                await over.CancelAsync();
            }
        }

        await (first ?? Task.CompletedTask);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var after = 0L;
        IReadOnlyList<PendingArticle> pending;
        do
        {
            if (!await isHeld(cancellationToken))
            {
                throw new OutdatedMatcherException("Another process has become the matcher.");
            }

            pending = await stories.PendingAsync(BatchSize, after, cancellationToken);
            if (pending.Count > 0)
            {
                after = pending[^1].Article.Id;
                await _waiting.Writer.WriteAsync(pending, cancellationToken);
            }
        }
        while (pending.Count == BatchSize);
        _waiting.Writer.Complete();
    }

    private async Task MatchAsync(CancellationToken cancellationToken)
    {
        // Permit: a core of its own while many wait; a few are matched before one would be free.
        IDisposable? core = null;
        try
        {
            await foreach (var pending in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                core ??= pending.Count == BatchSize ? await Gates.Processor.EnterAsync(cancellationToken) : null;
                await _decided.Writer.WriteAsync(matcher.Match(pending, source, time.GetUtcNow()), cancellationToken);
            }
        }
        finally
        {
            core?.Dispose();
        }

        _decided.Writer.Complete();
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        await foreach (var decided in _decided.Reader.ReadAllAsync(cancellationToken))
        {
            // Write coalescing: while one batch is stored the next are decided.
            var batch = decided;
            while (batch.Articles.Length < StoredTogether && await _decided.Reader.WaitToReadAsync(cancellationToken) && _decided.Reader.TryRead(out var next))
            {
                batch = batch.Then(next);
            }

            await stories.CommitAsync(batch, owner, time.GetUtcNow(), cancellationToken);
            Stored += batch.Articles.Length;
        }
    }
}
