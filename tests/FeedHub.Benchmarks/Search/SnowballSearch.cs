using FeedHub.Tests.Support;
using Npgsql;
using NpgsqlTypes;

namespace FeedHub.Benchmarks.Search;

/// <summary>Another yardstick: Snowball's Arabic stemmer, as PostgreSQL's text search has it, ranked by it, a title weighing more.</summary>
internal sealed class SnowballSearch : IAsyncDisposable
{
    private readonly PostgresServer _server;
    private readonly NpgsqlDataSource _data;

    private SnowballSearch(PostgresServer server)
    {
        _server = server;
        _data = NpgsqlDataSource.Create(server.ConnectionString("postgres"));
    }

    /// <returns>Null: no PostgreSQL is installed.</returns>
    public static async Task<SnowballSearch?> OpenAsync(IEnumerable<JudgedArticle> news)
    {
        var (server, reason) = await PostgresServer.StartAsync();
        if (server is null)
        {
            await Console.Error.WriteLineAsync("Without Snowball: " + reason);
            return null;
        }

        await server.ExecuteAsync("CREATE TABLE news (address text, words tsvector)");
        var search = new SnowballSearch(server);
        await using var connection = await search._data.OpenConnectionAsync();
        foreach (var article in news)
        {
            await using var insert = new NpgsqlCommand(
                "INSERT INTO news VALUES ($1, setweight(to_tsvector('arabic', $2), 'A') || to_tsvector('arabic', $3))", connection);
            foreach (var value in new[] { article.Address, article.Title, article.Text })
            {
                insert.Parameters.Add(new() { Value = value });
            }

            await insert.ExecuteNonQueryAsync();
        }

        return search;
    }

    public async Task<IReadOnlyList<string>> FindAsync(string typed)
    {
        await using var find = _data.CreateCommand("SELECT address FROM news, plainto_tsquery('arabic', $1) query WHERE words @@ query ORDER BY ts_rank(words, query) DESC, address");
        find.Parameters.Add(new() { Value = typed, NpgsqlDbType = NpgsqlDbType.Text });
        await using var rows = await find.ExecuteReaderAsync();
        var found = new List<string>();
        while (await rows.ReadAsync())
        {
            found.Add(rows.GetString(0));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _data.DisposeAsync();
        await _server.DisposeAsync();
    }
}
