using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>
/// A background loop of this process: a round, then a wait, again and again until the host stops. A round that fails costs the next one nothing: what there
/// is to do stands in the database.
/// </summary>
public abstract partial class HubWorker(HubHealth health, TimeProvider time, ILogger logger) : BackgroundService
{
    /// <summary>What the log calls it: "Matching".</summary>
    protected abstract string Work { get; }

    /// <summary>The wait between two rounds.</summary>
    protected abstract TimeSpan Every { get; }

    protected HubHealth Health => health;

    protected TimeProvider Time => time;

    protected ILogger Logger => logger;

    /// <summary>One round; true where there is more to do at once.</summary>
    protected abstract Task<bool> RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>Until the next round is due, or something has woken it.</summary>
    protected virtual Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => Task.Delay(atMost, time, cancellationToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunOnceAsync(stoppingToken))
                {
                    continue;
                }
            }
            catch (StorageUnavailableException exception)
            {
                health.DatabaseFailed(exception);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                Log.Paused(logger, exception, Work);
            }

            await WaitAsync(Every, stoppingToken);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Work} pauses and will be tried again.")]
        public static partial void Paused(ILogger logger, Exception exception, string work);
    }
}
