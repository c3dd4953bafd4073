namespace FeedHub.Server;

/// <summary>Signs of life of this process, for /health and the front page; says once when the database goes away and once when it is back. Thread-safe.</summary>
public sealed partial class HubHealth(TimeProvider time, ILogger<HubHealth> logger)
{
    private static readonly TimeSpan DispatcherPatience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan MatcherPatience = TimeSpan.FromMinutes(10);

    private long _dispatchedAt = time.GetTimestamp();
    private long _matchedAt = time.GetTimestamp();
    private int _databaseFailures;

    /// <summary>Since the dispatcher last looked for due feeds; monotonic.</summary>
    public TimeSpan SinceDispatch => time.GetElapsedTime(Volatile.Read(ref _dispatchedAt));

    /// <summary>Since the matcher last found its queue empty, here or in another process; monotonic.</summary>
    public TimeSpan SinceMatched => time.GetElapsedTime(Volatile.Read(ref _matchedAt));

    public bool IsDispatching => SinceDispatch < DispatcherPatience;

    /// <summary>False where articles have waited longer than the first matching of a large hub takes.</summary>
    public bool IsMatching => SinceMatched < MatcherPatience;

    /// <summary>False after an operation found the database away, until one succeeds.</summary>
    public bool IsDatabaseReachable => Volatile.Read(ref _databaseFailures) == 0;

    public void Dispatched() => Volatile.Write(ref _dispatchedAt, time.GetTimestamp());

    public void Matched() => Volatile.Write(ref _matchedAt, time.GetTimestamp());

    public void DatabaseAnswered()
    {
        if (Interlocked.Exchange(ref _databaseFailures, 0) > 0)
        {
            Log.Back(logger);
        }
    }

    /// <summary>What was under way waits in the database or is done again; nothing is lost.</summary>
    public void DatabaseFailed(Exception exception)
    {
        if (Interlocked.Increment(ref _databaseFailures) == 1)
        {
            Log.Away(logger, exception.GetBaseException().Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The database is away; polling and matching pause: {Reason}")]
        public static partial void Away(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The database is back; polling and matching go on.")]
        public static partial void Back(ILogger logger);
    }
}
