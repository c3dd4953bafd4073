namespace FeedHub;

/// <summary>
/// The processor's cores, which all of the process shares: heavy work takes turns on them. More of it at once would only keep the threads from
/// those that wait for the network, and let polls run ahead of the one matcher that all their articles must pass.
/// </summary>
internal static class Cores
{
    private static readonly SemaphoreSlim Free = new(Environment.ProcessorCount);

    /// <summary>Dispose what it returns to let the next in.</summary>
    public static async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await Free.WaitAsync(cancellationToken);
        return new Turn(Free);
    }
}

/// <summary>A place held in a semaphore until disposed, once.</summary>
internal sealed class Turn(SemaphoreSlim held) : IDisposable
{
    public void Dispose() => held.Release();
}
