using Hangfire;

namespace FeedHub.Server.Jobs;

/// <summary>
/// Starts the dispatcher when it has not been heard of for a while. Hangfire plans recurring jobs by the wall clock and gives up one that
/// failed to be scheduled five times; a clock set back two hours must not stop polling for two hours.
/// </summary>
public sealed class DispatcherHeartbeat(HubHealth health, IBackgroundJobClient jobs, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A living dispatcher looks for due feeds more often than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (health.SinceDispatch > Patience)
            {
                jobs.Enqueue<PollDueFeeds>(job => job.RunAsync(CancellationToken.None));
                await Task.Delay(Patience, time, stoppingToken);
            }
        }
    }
}
