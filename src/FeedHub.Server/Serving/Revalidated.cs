namespace FeedHub.Server;

/// <summary>
/// Stale-while-revalidate (RFC 5861) for one value. It stands as long as its version does. Once that has moved, whoever asks first makes it anew
/// (single flight), others get the last one meanwhile, and so does everybody where making it fails (stale-if-error). Thread-safe.
/// </summary>
internal sealed class Revalidated<TVersion, T>
    where T : class
{
    private readonly Lock _gate = new();
    private TVersion? _version;
    private Task<T>? _making;

    /// <summary>Null: none was made yet, or it is not kept any more.</summary>
    public T? Last { get; private set; }

    /// <summary>What the caller saw when <see cref="Last"/> was last known to stand.</summary>
    public object? Confirmed { get; private set; }

    public bool IsBeingMade => Volatile.Read(ref _making) is not null;

    /// <param name="version">While it is the same, so is the value.</param>
    /// <param name="make">For everybody who waits, so nobody's going away ends it; from the last one, null where there is none.</param>
    /// <param name="seen">For <see cref="Confirmed"/>.</param>
    /// <returns>For who asks first, the value as it is now; for others meanwhile the last one, if there is one.</returns>
    public Task<T> GetAsync(TVersion version, Func<T?, Task<T>> make, object? seen = null)
    {
        lock (_gate)
        {
            var stands = Last is not null && EqualityComparer<TVersion>.Default.Equals(_version, version);
            Confirmed = stands ? seen : Confirmed;
            return Last is { } last && (stands || _making is not null) ? Task.FromResult(last) : _making ??= MakeAsync(version, make, seen);
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            (Last, _version, Confirmed) = (null, default, null);
        }
    }

    private async Task<T> MakeAsync(TVersion version, Func<T?, Task<T>> make, object? seen)
    {
        var last = Last;
        await Task.Yield();
        try
        {
            var made = await make(last);
            lock (_gate)
            {
                (Last, _version, Confirmed) = (made, version, seen);
            }

            return made;
        }
        catch (Exception) when (last is not null)
        {
            // Whoever asks next tries again.
            return last;
        }
        finally
        {
            lock (_gate)
            {
                _making = null;
            }
        }
    }
}
