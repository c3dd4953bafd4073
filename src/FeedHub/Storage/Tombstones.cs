namespace FeedHub.Storage;

/// <summary>What remains of articles that are gone, so that a feed which still carries them does not bring them back.</summary>
internal static class Tombstones
{
    /// <summary>A feed that still carries the entry renews its tombstone this seldom.</summary>
    public static readonly TimeSpan SeenAgainAfter = TimeSpan.FromDays(30);

    /// <summary>No feed has carried the entry for this long: it may be forgotten.</summary>
    public static readonly TimeSpan KeptUnseen = TimeSpan.FromDays(365);

    /// <param name="hashes">Of entry ids or URL keys.</param>
    public static async Task SeeAsync(Database database, string feedId, IReadOnlyList<long> hashes, CancellationToken cancellationToken)
    {
        if (hashes.Count > 0)
        {
            var sql =
                $"""
                UPDATE tombstones SET seen_ms = @now
                WHERE feed_id = @feedId AND ({database.AnyOf("entry_hash", "hashes")} OR {database.AnyOf("url_hash", "hashes")})
                """;
            var parameters = new { feedId, now = database.Time.GetUtcNow().Ms(), hashes = database.List(hashes) };
            await database.WriteAsync(session => session.ExecuteAsync(sql, parameters), cancellationToken);
        }
    }
}
