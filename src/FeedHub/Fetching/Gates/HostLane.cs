namespace FeedHub.Fetching;

/// <summary>The requests of one host: a queue in order of arrival, a few under way at once, spaced when many follow each other. Thread-safe.</summary>
internal sealed class HostLane(int maxAtOnce, TimeSpan spacing, TimeProvider time)
{
    /// <summary>Requests that may follow each other without spacing.</summary>
    private const int Burst = 10;

    /// <summary>A host that said 429 gets one request at a time for so long.</summary>
    private static readonly TimeSpan QuietFor = TimeSpan.FromHours(1);

    private const int RefusalsThatSpeakForAll = 2;

    private static readonly TimeSpan AwayWhenNotSaid = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestAway = TimeSpan.FromHours(1);

    /// <summary>Circuit breaker: a host on which a page hung is asked for no other page for so long.</summary>
    private static readonly TimeSpan PagesRestFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource> _waiting = [];
    private readonly long _start = time.GetTimestamp();
    private ITimer? _timer;
    private int _active;
    private bool _closed;
    private bool _isSlow;
    private bool _isInside;
    private int _refusalsInARow;
    private TimeSpan? _awayUntil;
    private TimeSpan? _quietUntil;
    private TimeSpan? _pagesRestUntil;

    /// <summary>When all requests so far will have been spaced out (the generic cell rate algorithm).</summary>
    private TimeSpan _spacedOutAt;

    /// <summary>True: a machine of our own network. What it says of one feed, it passes on from elsewhere and does not mean for the others.</summary>
    public bool IsInside
    {
        get => Volatile.Read(ref _isInside);
        set => Volatile.Write(ref _isInside, value);
    }

    public TimeSpan? AwayFor
    {
        get
        {
            lock (_gate)
            {
                return !_isInside && _awayUntil > Now ? _awayUntil - Now : null;
            }
        }
    }

    public bool IsSlow
    {
        get => Volatile.Read(ref _isSlow);
        set => Volatile.Write(ref _isSlow, value);
    }

    /// <summary>True while the host is spared requests for pages, since one of them hung.</summary>
    public bool ArePagesResting
    {
        get
        {
            lock (_gate)
            {
                return _pagesRestUntil > Now;
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(_start);

    private int MaxAtOnce => _quietUntil > Now ? 1 : maxAtOnce;

    /// <summary>False: closed. A null waiter has its turn at once.</summary>
    public bool TryJoin(out TaskCompletionSource? waiter)
    {
        waiter = null;
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_waiting.Count > 0 || !TryStart())
            {
                waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.AddLast(waiter);
                Advance();
            }

            return true;
        }
    }

    /// <summary>Gives up waiting; a turn that came in the same moment goes to the next.</summary>
    public void Leave(TaskCompletionSource waiter)
    {
        lock (_gate)
        {
            _active -= _waiting.Remove(waiter) ? 0 : 1;
            Advance();
        }
    }

    /// <param name="hasAsked">False: nothing was sent, which needs no spacing.</param>
    public void Exit(bool hasAsked)
    {
        lock (_gate)
        {
            _active--;
            _spacedOutAt -= hasAsked ? TimeSpan.Zero : spacing;
            Advance();
        }
    }

    public void PageHung()
    {
        lock (_gate)
        {
            _pagesRestUntil = Now + PagesRestFor;
        }
    }

    /// <summary>Two refusals in a row speak for the whole host, and the rest of its feeds are not asked for as long as it said.</summary>
    public void SaidTooMany(TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            _quietUntil = Now + QuietFor;
            if (++_refusalsInARow >= RefusalsThatSpeakForAll)
            {
                var away = retryAfter ?? AwayWhenNotSaid;
                _awayUntil = Now + (away < LongestAway ? away : LongestAway);
            }
        }
    }

    public void Welcomed()
    {
        lock (_gate)
        {
            _refusalsInARow = 0;
        }
    }

    /// <summary>True where nothing is lost by forgetting this host.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            _closed |= _active == 0 && _waiting.Count == 0 && _spacedOutAt <= Now && !(_quietUntil > Now) && !(_pagesRestUntil > Now);
            return _closed;
        }
    }

    private bool TryStart()
    {
        var now = Now;
        if (_active >= MaxAtOnce || _spacedOutAt - now > spacing * (Burst - 1))
        {
            return false;
        }

        _active++;
        _spacedOutAt = (_spacedOutAt > now ? _spacedOutAt : now) + spacing;
        return true;
    }

    private void Advance()
    {
        while (_waiting.First is { } next && TryStart())
        {
            _waiting.RemoveFirst();
            next.Value.SetResult();
        }

        var wait = _spacedOutAt - Now - (spacing * (Burst - 1));
        if (_waiting.Count > 0 && _active < MaxAtOnce && wait > TimeSpan.Zero)
        {
            _timer ??= time.CreateTimer(static lane => ((HostLane)lane!).Wake(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(wait + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        lock (_gate)
        {
            Advance();
        }
    }
}
