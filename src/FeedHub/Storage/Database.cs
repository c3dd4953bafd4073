namespace FeedHub.Storage;

/// <summary>Where everything is kept. One suite of tests holds for both engines.</summary>
public abstract class Database : IAsyncDisposable
{
    /// <summary>SQLite in <paramref name="dataFolder"/> where <paramref name="connectionString"/> is empty, else PostgreSQL.</summary>
    public static Database Open(string? connectionString, string dataFolder, TimeProvider time) => throw new NotImplementedException();

    /// <summary><c>SQLite</c> or <c>PostgreSQL</c>.</summary>
    public abstract string Engine { get; }

    /// <summary>Creates or upgrades the schema under a lock; safe to call from many processes at once.</summary>
    /// <exception cref="NewerDatabaseException">A later FeedHub wrote it.</exception>
    public abstract Task MigrateAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
