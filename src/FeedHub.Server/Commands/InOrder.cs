using System.Threading.Channels;

namespace FeedHub.Server.Commands;

/// <summary>Works on many inputs side by side and hands the results over in the order of the inputs, however many there are, in bounded memory.</summary>
internal static class InOrder
{
    /// <param name="atOnce">How many inputs are taken up before their results were written.</param>
    /// <param name="flush">Called whenever no further result is ready, so that a waiting reader sees what there is.</param>
    public static async Task RunAsync<TInput, TResult>(
        IAsyncEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<TResult>> work, Func<TResult, Task> write, Func<Task> flush,
        int atOnce, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var slots = new SemaphoreSlim(atOnce);
        var started = Channel.CreateUnbounded<Task<TResult>>();
        var starting = Task.Run(() => StartAsync(inputs, work, slots, started.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var task in started.Reader.ReadAllAsync(cancellationToken))
            {
                await write(await task);
                slots.Release();
                if (!started.Reader.TryPeek(out var next) || !next.IsCompleted)
                {
                    await flush();
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
        }

        await starting;
    }

    private static async Task StartAsync<TInput, TResult>(
        IAsyncEnumerable<TInput> inputs, Func<TInput, CancellationToken, Task<TResult>> work, SemaphoreSlim slots,
        ChannelWriter<Task<TResult>> started, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var input in inputs.WithCancellation(cancellationToken))
            {
                await slots.WaitAsync(cancellationToken);
                started.TryWrite(Task.Run(() => work(input, cancellationToken), cancellationToken));
            }

            started.Complete();
        }
        catch (Exception exception)
        {
            started.Complete(exception);
        }
    }
}
