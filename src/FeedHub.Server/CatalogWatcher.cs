using FeedHub.Server.Jobs;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>
/// Brings edits of feeds.json into force within seconds, however the editor writes: the file's text is compared every two seconds,
/// and a text counts once it stood still for one look.
/// </summary>
public sealed partial class CatalogWatcher(
    HubOptions options, CurrentCatalog current, FeedStore feeds, PollSignal signal, TimeProvider time, ILogger<CatalogWatcher> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        var inForce = await StampAsync(stoppingToken);
        var before = inForce;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var stamp = await StampAsync(stoppingToken);
            if (stamp == before && stamp != inForce)
            {
                if (await BringIntoForceAsync(stoppingToken))
                {
                    inForce = stamp;
                }
            }

            before = stamp;
        }
    }

    /// <summary>False: the database was away, try again.</summary>
    private async Task<bool> BringIntoForceAsync(CancellationToken cancellationToken)
    {
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        if (catalog is null)
        {
            current.Refuse(mistakes);
            foreach (var mistake in mistakes)
            {
                Log.Mistake(logger, mistake.ToString());
            }

            Log.KeptLastGood(logger, current.Catalog.Sources.Length);
            return true;
        }

        try
        {
            await feeds.SyncAsync(catalog.Sources, time.GetUtcNow(), cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.DatabaseAway(logger, exception.Message);
            return false;
        }

        current.Accept(catalog);
        signal.Wake();
        Log.InForce(logger, catalog.Sources.Length);
        return true;
    }

    /// <summary>Equal stamps: the same text. An unreadable file has a stamp too.</summary>
    private async Task<string> StampAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(options.Feeds, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "\0" + exception.GetType().Name;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "feeds.json: {Mistake}")]
        public static partial void Mistake(ILogger logger, string mistake);

        [LoggerMessage(Level = LogLevel.Warning, Message = "feeds.json has mistakes: the last good list of {Sources} sources stays in force.")]
        public static partial void KeptLastGood(ILogger logger, int sources);

        [LoggerMessage(Level = LogLevel.Information, Message = "feeds.json is in force: {Sources} sources.")]
        public static partial void InForce(ILogger logger, int sources);

        [LoggerMessage(Level = LogLevel.Warning, Message = "feeds.json changed but the database is away; trying again: {Reason}")]
        public static partial void DatabaseAway(ILogger logger, string reason);
    }
}
