namespace FeedHub.Fetching;

/// <summary>A fixed amount of memory that large bodies share, first come first served. Thread-safe.</summary>
internal sealed class MemoryBudget(long total)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(long Bytes, TaskCompletionSource Turn)> _waiting = [];
    private long _used;

    /// <summary>Waits for so much of it; the whole of it where more is asked. Dispose to give it back.</summary>
    public async Task<IDisposable> TakeAsync(long wanted, CancellationToken cancellationToken)
    {
        var share = Math.Min(wanted, total);
        LinkedListNode<(long, TaskCompletionSource)> waiter;
        lock (_gate)
        {
            if (_waiting.Count == 0 && total - _used >= share)
            {
                _used += share;
                return new Share(this, share);
            }

            waiter = _waiting.AddLast((share, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)));
        }

        try
        {
            await waiter.Value.Item2.Task.WaitAsync(cancellationToken);
            return new Share(this, share);
        }
        catch (OperationCanceledException)
        {
            Leave(waiter, share);
            throw;
        }
    }

    private void Leave(LinkedListNode<(long, TaskCompletionSource)> waiter, long share)
    {
        lock (_gate)
        {
            if (waiter.List is not null)
            {
                _waiting.Remove(waiter);
                share = 0;
            }
        }

        Return(share);
    }

    private void Return(long share)
    {
        lock (_gate)
        {
            _used -= share;
            while (_waiting.First is { } next && next.Value.Bytes <= total - _used)
            {
                _used += next.Value.Bytes;
                _waiting.RemoveFirst();
                next.Value.Turn.SetResult();
            }
        }
    }

    private sealed class Share(MemoryBudget budget, long bytes) : IDisposable
    {
        private long _bytes = bytes;

        public void Dispose() => budget.Return(Interlocked.Exchange(ref _bytes, 0));
    }
}
