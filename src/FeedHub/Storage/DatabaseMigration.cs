namespace FeedHub.Storage;

/// <summary>How far a move has come.</summary>
/// <param name="Table">Being copied.</param>
/// <param name="Copied">Rows of this table, those of earlier runs included.</param>
public sealed record MigrationProgress(string Table, long Copied, long Total);

/// <summary>What was moved and checked.</summary>
/// <param name="Rows">Per table.</param>
public sealed record MigrationReport(IReadOnlyDictionary<string, long> Rows);

/// <summary>The copy differs from the original; the message names the table.</summary>
public sealed class MigrationMismatchException(string message) : Exception(message);

/// <summary>Moves everything from SQLite to PostgreSQL: ids, sequences and versions stay, so that feeds and ETags do too.</summary>
public static class DatabaseMigration
{
    /// <summary>
    /// May run while the hub still writes to <paramref name="from"/>, and again after an interruption: it goes on where it stopped, and a last
    /// run with the hub stopped takes over what was written meanwhile. Counts and hashes of both sides are compared at the end.
    /// </summary>
    /// <exception cref="NotSupportedException">Not from SQLite to PostgreSQL.</exception>
    /// <exception cref="MigrationMismatchException">The two sides differ.</exception>
    public static Task<MigrationReport> RunAsync(
        Database from, Database to, IProgress<MigrationProgress>? progress, CancellationToken cancellationToken) =>
        throw new NotImplementedException(from.Engine + to.Engine + progress);
}
