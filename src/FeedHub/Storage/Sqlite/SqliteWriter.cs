using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage.Sqlite;

/// <summary>
/// The one connection that writes. What many callers want written at the same time is committed together; a caller goes on when its part is
/// on the disk. A part that fails takes its transaction with it, and the others' parts are run once more without it.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    /// <summary>How long one attempt waits for another program's lock.</summary>
    public const int LockAttemptSeconds = 1;

    /// <summary><c>page_size</c> and <c>auto_vacuum</c> only take hold in a new file; articles of 3 KB fill pages of 16 KB better than smaller ones.</summary>
    public const string Settings =
        "PRAGMA busy_timeout=1000; PRAGMA page_size=16384; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; " +
        "PRAGMA wal_autocheckpoint=1000; PRAGMA journal_size_limit=16777216; PRAGMA cache_size=-32768; PRAGMA temp_store=MEMORY";

    private const int MaxPartsTogether = 256;

    /// <summary>How long another program may hold the lock before callers are told.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    /// <summary>Long enough for a dozen polls to be committed as one; what they bring is held in memory meanwhile.</summary>
    private static readonly TimeSpan MaxTimeTogether = TimeSpan.FromMilliseconds(25);

    private readonly SqliteDatabase _database;
    private readonly Channel<Part> _queue = Channel.CreateUnbounded<Part>(new UnboundedChannelOptions { SingleReader = true });
    private readonly List<Part> _together = [];
    private readonly Task _loop;
    private SqliteConnection? _connection;
    private PreparedStatements? _prepared;
    private volatile bool _stopping;

    /// <summary>The last transaction held several parts: the next part will not come alone either.</summary>
    private bool _isBusy;

    public SqliteWriter(SqliteDatabase database)
    {
        _database = database;
        _loop = Task.Run(RunAsync);
    }

    public async Task<T> WriteAsync<T>(Func<DatabaseSession, Task<T>> work, CancellationToken cancellationToken)
    {
        T result = default!;
        await EnqueueAsync(new Part(false, session => result = Done(work(session)), cancellationToken));
        return result;
    }

    /// <summary>Runs with nothing else written meanwhile and no transaction open.</summary>
    public async Task<T> AloneAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        T result = default!;
        await EnqueueAsync(new Part(true, session => result = work(session.Connection), cancellationToken));
        return result;
    }

    /// <summary>In steps of 1,000 pages, so that others get their turn.</summary>
    public async Task ShrinkAsync(CancellationToken cancellationToken)
    {
        while (await AloneAsync(ShrinkSome, cancellationToken))
        {
        }

        // The file itself becomes smaller only when the log is written back.
        await AloneAsync(
            connection =>
            {
                SqliteDatabase.Execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
                return true;
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _queue.Writer.TryComplete();
        await _loop;
        Disconnect();
    }

    private static bool ShrinkSome(SqliteConnection connection)
    {
        SqliteDatabase.Execute(connection, "PRAGMA incremental_vacuum(1000)");
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT freelist_count FROM pragma_freelist_count, pragma_auto_vacuum WHERE auto_vacuum = 2";
        return command.ExecuteScalar() is > 0L;
    }

    /// <summary>A session has answered when it returns; what waits for anything else would keep everybody waiting who writes.</summary>
    private static T Done<T>(Task<T> work) => work.IsCompleted
        ? work.GetAwaiter().GetResult()
        : throw new InvalidOperationException("Work on the one writer awaits nothing but its session.");

    private async Task EnqueueAsync(Part part)
    {
        ObjectDisposedException.ThrowIf(!_queue.Writer.TryWrite(part), _database);
        await part.Done.Task;
    }

    private async Task RunAsync()
    {
        await foreach (var part in _queue.Reader.ReadAllAsync())
        {
            if (part.Token.IsCancellationRequested)
            {
                part.Done.TrySetCanceled(part.Token);
            }
            else if (part.Alone)
            {
                RunAlone(part);
            }
            else
            {
                await RunTogetherAsync(part);
            }
        }
    }

    private void RunAlone(Part part)
    {
        _together.Clear();
        _together.Add(part);
        try
        {
            TryUnlocked(() => part.Run(Session(part)));
        }
        catch (Exception exception)
        {
            Disconnect();
            part.Fail(SqliteErrors.Explain(exception, _database.FilePath));
        }

        part.Finish();
    }

    private async Task RunTogetherAsync(Part first)
    {
        _together.Clear();
        _together.Add(first);
        for (var gathers = true; _together.Count > 0 && !await TryWriteAsync(gathers); gathers = false)
        {
        }

        _isBusy = _together.Count > 1;
        _together.ForEach(part => part.Finish());
    }

    /// <summary>False: one of them failed alone and was taken out; nothing is written yet.</summary>
    private async Task<bool> TryWriteAsync(bool gathers)
    {
        var startedAt = Stopwatch.GetTimestamp();
        Part? current = null;
        try
        {
            if (!TryUnlocked(() => Prepared().Run("BEGIN IMMEDIATE")))
            {
                return true;
            }

            for (var i = 0; i < _together.Count || (gathers && await GatherAsync(startedAt)); i++)
            {
                current = _together[i];
                if (current.Token.IsCancellationRequested)
                {
                    current.Fail(new OperationCanceledException(current.Token));
                }
                else
                {
                    current.Run(Session(current));
                }
            }

            current = null;
            Prepared().Run("COMMIT");
            return true;
        }
        catch (Exception exception) when (current is not null && !IsFatal(exception))
        {
            Disconnect();
            current.Fail(exception);
            current.Finish();
            _together.Remove(current);
            return false;
        }
        catch (Exception exception)
        {
            // The next part starts with a fresh connection: what state this one is in, nobody knows.
            Disconnect();
            var explained = SqliteErrors.Explain(exception, _database.FilePath);
            _together.ForEach(part => part.Fail(explained));
            return true;
        }
    }

    /// <summary>Takes one more part in, if one comes while others may still join.</summary>
    private async Task<bool> GatherAsync(long startedAt)
    {
        while (_together.Count < MaxPartsTogether && MaxTimeTogether - Stopwatch.GetElapsedTime(startedAt) is var left && left > TimeSpan.Zero)
        {
            if (_queue.Reader.TryPeek(out var next))
            {
                if (next.Alone || !_queue.Reader.TryRead(out next))
                {
                    return false;
                }

                _together.Add(next);
                return true;
            }

            if (!_isBusy || !await ComesAsync(left))
            {
                return false;
            }
        }

        return false;
    }

    private async Task<bool> ComesAsync(TimeSpan within)
    {
        using var patience = new CancellationTokenSource(within);
        try
        {
            return await _queue.Reader.WaitToReadAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits for the lock of another program; false: given up, and everybody who waits has been told.</summary>
    private bool TryUnlocked(Action begin)
    {
        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                begin();
                return true;
            }
            catch (Exception exception) when (IsLocked(exception))
            {
                Disconnect();
                if (_together.TrueForAll(part => part.Token.IsCancellationRequested))
                {
                    _together.ForEach(part => part.Fail(new OperationCanceledException(part.Token)));
                    return false;
                }

                if (_stopping || Stopwatch.GetElapsedTime(startedAt) > LockPatience)
                {
                    FailAll(SqliteErrors.Explain(exception, _database.FilePath));
                    return false;
                }
            }
        }
    }

    private void FailAll(Exception exception)
    {
        _together.ForEach(part => part.Fail(exception));
        while (_queue.Reader.TryRead(out var part))
        {
            part.Fail(exception);
            part.Finish();
        }
    }

    private static bool IsLocked(Exception exception) =>
        (exception as SqliteException ?? exception.InnerException as SqliteException)?.SqliteErrorCode is SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED;

    /// <summary>Errors after which the whole transaction is in doubt, not just one caller's part.</summary>
    private static bool IsFatal(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_NOMEM or SQLitePCL.raw.SQLITE_CORRUPT };

    private SqliteSession Session(Part part) => new(_database, Connection(), Prepared(), part.Token);

    private SqliteConnection Connection() => _connection ??= _database.Connect(readOnly: false);

    private PreparedStatements Prepared() => _prepared ??= new PreparedStatements(Connection());

    private void Disconnect()
    {
        _prepared?.Dispose();
        _prepared = null;
        _connection?.Dispose();
        _connection = null;
    }

    private sealed class Part(bool alone, Action<SqliteSession> run, CancellationToken cancellationToken)
    {
        private Exception? _failure;

        public bool Alone { get; } = alone;

        public CancellationToken Token { get; } = cancellationToken;

        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(SqliteSession session) => run(session);

        public void Fail(Exception exception) => _failure ??= exception;

        public void Finish()
        {
            if (_failure is null)
            {
                Done.TrySetResult();
            }
            else
            {
                Done.TrySetException(_failure);
            }
        }
    }
}
