using System.IO.Hashing;
using FeedHub.Server.Jobs;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>
/// Brings edits of feeds.json into force within seconds, however the editor writes: the file's text is compared every two seconds,
/// and a text counts once it stood still for one look.
/// </summary>
public sealed partial class CatalogWatcher(
    HubOptions options, CurrentCatalog current, FeedStore feeds, PollSignal signal, HubHealth health, TimeProvider time, ILogger<CatalogWatcher> logger)
    : HubWorker(health, time, logger)
{
    // Nothing is handled at first: the file may have been edited while the program started.
    private string? _handled;
    private string? _before;

    /// <summary>One look; what is seen twice in a row, and is not what was seen before, is taken.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var stamp = await StampAsync(cancellationToken);
        if (stamp == _before && stamp != _handled && await BringIntoForceAsync(cancellationToken))
        {
            _handled = stamp;
        }

        _before = stamp;
    }

    protected override string Work => "Watching feeds.json";

    protected override TimeSpan Every => TimeSpan.FromSeconds(2);

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken);
        return false;
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
                Log.Mistake(Logger, mistake.English);
            }

            Log.KeptLastGood(Logger, current.Catalog.Sources.Length);
            return true;
        }

        try
        {
            if (options.Role != HubRole.Web)
            {
                await feeds.SyncAsync(catalog.Sources, Time.GetUtcNow(), cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.DatabaseAway(Logger, exception.Message);
            return false;
        }

        current.Accept(catalog);
        signal.Wake();
        if (_handled is not null)
        {
            Log.InForce(Logger, catalog.Sources.Length);
        }

        return true;
    }

    /// <summary>Equal stamps: the same bytes. What cannot be read, or is too large to be a list of feeds, has a stamp too.</summary>
    private async Task<string> StampAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(options.Feeds, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > CatalogFile.MaxBytes)
            {
                return "too large";
            }

            var hash = new XxHash128();
            await hash.AppendAsync(file, cancellationToken);
            return Convert.ToHexString(hash.GetCurrentHash());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return exception.GetType().Name;
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
