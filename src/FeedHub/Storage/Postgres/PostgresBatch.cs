using Npgsql;

namespace FeedHub.Storage.Postgres;

/// <summary>One statement for <see cref="MaxTogether"/> rows.</summary>
/// <param name="together">The statement for the rows of a FROM clause.</param>
internal sealed class PostgresBatch(NpgsqlConnection connection, string[] columns, Func<string, string> together) : RowBatch
{
    private const int MaxTogether = 500;

    private readonly string _sql = together($"unnest({string.Join(", ", columns.Select(column => "@" + column))}) AS given ({string.Join(", ", columns)})");

    /// <summary>Of the rows not yet sent, a list per column.</summary>
    private readonly List<object>[] _waiting = [.. columns.Select(_ => new List<object>())];

    public override async Task AddAsync(params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _waiting[i].Add(values[i]);
        }

        if (_waiting[0].Count >= MaxTogether)
        {
            await FlushAsync();
        }
    }

    public override async Task FlushAsync()
    {
        if (_waiting[0].Count == 0)
        {
            return;
        }

        // A command of its own each time: one that has been prepared goes on sending the parameters it was prepared with (Npgsql issue 3850).
        await using var command = new NpgsqlCommand(_sql, connection);
        for (var i = 0; i < columns.Length; i++)
        {
            command.Parameters.Add(Column(columns[i], _waiting[i]));
            _waiting[i].Clear();
        }

        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Column(string name, List<object> values) => values[0] switch
    {
        long => new NpgsqlParameter<long[]>(name, [.. values.Cast<long>()]),
        byte[] => new NpgsqlParameter<byte[][]>(name, [.. values.Cast<byte[]>()]),
        _ => new NpgsqlParameter<string[]>(name, [.. values.Cast<string>()]),
    };
}
