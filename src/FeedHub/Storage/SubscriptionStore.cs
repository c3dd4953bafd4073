using static FeedHub.Storage.Columns<FeedHub.Storage.Subscription>;

namespace FeedHub.Storage;

/// <summary>What a feed's WebSub hub was asked for.</summary>
/// <param name="Topic">What the feed calls itself.</param>
/// <param name="Callback">Our address for it; its last part is <paramref name="Token"/>, which only the hub knows.</param>
/// <param name="Secret">What the hub signs with.</param>
/// <param name="Until">End of the lease; null: not verified yet.</param>
/// <param name="Unanswered">How often it was asked for since the hub last verified it.</param>
public sealed record Subscription(
    string FeedId, string Hub, string Topic, string Callback, string Token, string Secret, DateTimeOffset? Until, int Unanswered);

/// <summary>A feed that names a hub and is to be subscribed to there, for the first time or again.</summary>
/// <param name="Before">Null: never asked for.</param>
public sealed record DueSubscription(string FeedId, string Hub, string Topic, Subscription? Before);

/// <summary>Subscriptions at the WebSub hubs of publishers.</summary>
public sealed class SubscriptionStore(Database database)
{
    private static readonly RowTable<Subscription> Table = new("subscriptions", "s", () => new Subscription("", "", "", "", "", "", null, 0),
    [
        Text("feed_id", subscription => subscription.FeedId),
        Text("hub", subscription => subscription.Hub),
        Text("topic", subscription => subscription.Topic),
        Text("callback", subscription => subscription.Callback),
        Text("token", subscription => subscription.Token),
        Text("secret", subscription => subscription.Secret),
        InstantOrNull("until_ms", subscription => subscription.Until),
        Count("unanswered", subscription => subscription.Unanswered),
    ]);

    private static readonly string Ask =
        $"""
        INSERT INTO subscriptions (next_ms, {string.Join(", ", Table.Inserted)}) VALUES (@next, {string.Join(", ", Table.Inserted.Select(column => "@" + column))})
        ON CONFLICT (feed_id) DO UPDATE SET next_ms = excluded.next_ms, {string.Join(", ", Table.Inserted.Select(column => $"{column} = excluded.{column}"))}
        """;

    /// <summary>Feeds of a hub that were never subscribed to, must be again by now, or have changed their hub or their name.</summary>
    /// <param name="only">Just these feeds.</param>
    /// <param name="callbacks">What every callback begins with; others are asked for again.</param>
    public Task<IReadOnlyList<DueSubscription>> DueAsync(
        IReadOnlyCollection<string> only, string callbacks, DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        var sql =
            $"""
            SELECT f.id, f.hub, f.topic, {Table.Select} FROM feeds f LEFT JOIN subscriptions s ON s.feed_id = f.id
            WHERE f.listed = 1 AND f.hub IS NOT NULL AND f.topic IS NOT NULL AND {database.AnyOf("f.id", "only")}
                AND (s.feed_id IS NULL OR s.next_ms <= @now OR s.hub <> f.hub OR s.topic <> f.topic OR s.callback <> @callbacks || s.token)
            ORDER BY s.next_ms, f.id LIMIT @max
            """;
        var parameters = new { only = database.List(only), callbacks, now = now.Ms(), max };
        return database.ReadAsync(
            session => session.QueryAsync(sql, parameters, row => new DueSubscription(row.GetString(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : Table.Read(row, 3))),
            cancellationToken);
    }

    /// <summary>Null: nobody was ever told this token.</summary>
    public async Task<Subscription?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var sql = $"SELECT {Table.Select} FROM subscriptions s WHERE s.token = @token";
        var found = await database.ReadAsync(session => session.QueryAsync(sql, new { token }, Table.Read), cancellationToken);
        return found is [var one] ? one : null;
    }

    /// <summary>In place of what the feed had before.</summary>
    /// <param name="next">When to ask again if the hub stays silent.</param>
    public Task AskedAsync(Subscription subscription, DateTimeOffset next, CancellationToken cancellationToken)
    {
        var parameters = Table.Values(new SqlParameters().Add("next", next.Ms()), subscription);
        return database.WriteAsync(session => session.ExecuteAsync(Ask, parameters), cancellationToken);
    }

    /// <summary>The hub has verified it.</summary>
    /// <param name="renewAt">When to ask again, before the lease ends.</param>
    public Task VerifiedAsync(string token, DateTimeOffset until, DateTimeOffset renewAt, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync(
            "UPDATE subscriptions SET until_ms = @until, next_ms = @next, unanswered = 0 WHERE token = @token",
            new { token, until = until.Ms(), next = renewAt.Ms() }),
        cancellationToken);

    /// <summary>The hub does not want to.</summary>
    public Task DeniedAsync(string token, DateTimeOffset next, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE subscriptions SET until_ms = NULL, next_ms = @next WHERE token = @token", new { token, next = next.Ms() }),
        cancellationToken);
}
