using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>Instants as Unix milliseconds, and reading nullable columns by position.</summary>
internal static class Instants
{
    public static long? Ms(this DateTimeOffset? instant) => instant?.ToUnixTimeMilliseconds();

    public static long Ms(this DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    public static DateTimeOffset Instant(this DbDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? InstantOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static string? StringOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Int64OrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static bool Flag(this DbDataReader row, int column) => row.GetInt64(column) != 0;
}
