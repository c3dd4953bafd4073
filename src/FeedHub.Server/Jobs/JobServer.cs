using Hangfire;
using Hangfire.Common;
using Hangfire.Server;
using Hangfire.States;

namespace FeedHub.Server.Jobs;

/// <summary>
/// Hangfire, begun when the hub already answers, since it takes longer to begin than all the rest; a database that is away by then is waited for.
/// </summary>
/// <remarks>
/// It also starts the dispatcher when that has not been heard of for a while. Hangfire plans recurring jobs by the wall clock and gives up one that
/// failed to be scheduled five times; a clock set back two hours must not stop polling for two hours.
/// </remarks>
public sealed class JobServer(
    IServiceProvider services, IHostApplicationLifetime lifetime, HubHealth health, TimeProvider time, ILogger<JobServer> logger) : HubWorker(health, time, logger)
{
    private const int Workers = 20;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>A living dispatcher looks for due feeds more often than this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    private BackgroundJobServer? _server;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // First the loop, which may be about to begin it.
        await base.StopAsync(cancellationToken);
        _server?.SendStop();
        await (_server?.WaitForShutdownAsync(cancellationToken) ?? Task.CompletedTask);
    }

    public override void Dispose()
    {
        _server?.Dispose();
        base.Dispose();
    }

    protected override string Work => "Hangfire";

    protected override TimeSpan Every => LookEvery;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await UntilStartedAsync(stoppingToken);
        await base.ExecuteAsync(stoppingToken);
    }

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        try
        {
            _server ??= Begin();
            if (Health.SinceDispatch > Patience)
            {
                services.GetRequiredService<IBackgroundJobClient>().Enqueue<PollDueFeeds>(job => job.RunAsync(CancellationToken.None));
                await Task.Delay(Patience, Time, cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Hangfire's queue is in the same database.
            Health.DatabaseFailed(exception);
        }

        return false;
    }

    private async Task UntilStartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
    }

    private BackgroundJobServer Begin()
    {
        var storage = services.GetRequiredService<JobStorage>();
        var jobs = services.GetRequiredService<IRecurringJobManager>();
        jobs.AddOrUpdate<PollDueFeeds>(PollDueFeeds.JobId, job => job.RunAsync(CancellationToken.None), "*/15 * * * * *");
        jobs.AddOrUpdate<Housekeeping>(Housekeeping.JobId, job => job.RunAsync(CancellationToken.None), "7 * * * *");
        jobs.Trigger(PollDueFeeds.JobId);
        var activator = services.GetRequiredService<JobActivator>();
        var worker = new Worker(
            [EnqueuedState.DefaultQueue], new BackgroundJobPerformer(JobFilterProviders.Providers, activator), new BackgroundJobStateChanger());
        return new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                WorkerCount = 1, // of Hangfire's own kind it wants one
                Activator = activator,
                SchedulePollingInterval = TimeSpan.FromSeconds(1),
                ShutdownTimeout = HubHost.StopWithin,
                StopTimeout = TimeSpan.FromMilliseconds(100), // then running jobs are cancelled and hand their leases back
            },
            storage,
            Enumerable.Range(1, Workers - 1).Select(_ => new PatientWorker(worker)));
    }

    /// <summary>Looks again every second when the storage is away; Hangfire's own workers wait longer each time, in the end close to a minute.</summary>
    private sealed class PatientWorker(Worker worker) : IBackgroundProcess
    {
        public void Execute(BackgroundProcessContext context)
        {
            try
            {
                worker.Execute(context);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                context.StoppingToken.WaitHandle.WaitOne(LookEvery);
            }
        }
    }
}
