using FeedHub.Storage;
using FeedHub.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace FeedHub.Tests.Storage;

public sealed class SqliteStatementTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly PreparedStatements _prepared;

    public SqliteStatementTests()
    {
        _connection.Open();
        _prepared = new PreparedStatements(_connection);
        _prepared.Run("CREATE TABLE rows (id INTEGER PRIMARY KEY, number INTEGER, text TEXT UNIQUE, bytes BLOB)");
    }

    public void Dispose()
    {
        _prepared.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public void Values_come_back_as_they_were_bound()
    {
        var text = "خبر عاجل 📰 " + new string('م', 20_000);
        var insert = _prepared.Statement("INSERT INTO rows (text, number, bytes) VALUES (@text, @number, @bytes)", "number", "text", "bytes");

        Assert.Equal(1, insert.Run(long.MinValue, text, new byte[] { 0, 1, 255 }));
        Assert.Equal(1, insert.LastRow);
        Assert.Equal(1, insert.Run(7, "", Array.Empty<byte>()));
        Assert.Equal(1, insert.Run(null, DBNull.Value, null));

        Assert.Equal([(long.MinValue, text, "X'0001FF'"), (7L, "", "X''"), (null, null, "NULL")], Rows());
    }

    [Fact]
    public void One_text_prepared_by_place_and_by_name_takes_its_own_values()
    {
        const string sql = "INSERT INTO rows (number, text) VALUES (@number, @text)";
        _prepared.Statement(sql, "number", "text").Run(1, "one");

        Assert.Equal(1, _prepared.Run(sql, new { text = "two", number = 2L }));
        Assert.Equal(1, _prepared.Run(sql, new { text = "three", number = 3L }));

        Assert.Equal(["one", "two", "three"], Rows().Select(row => row.Text));
    }

    [Fact]
    public void A_statement_that_fails_can_be_run_again()
    {
        var insert = _prepared.Statement("INSERT INTO rows (text) VALUES (@text)", "text");
        insert.Run("once");

        var failure = Assert.Throws<SqliteException>(() => insert.Run("once"));
        Assert.Equal(1, insert.Run("twice"));

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, failure.SqliteErrorCode);
        Assert.Contains("rows.text", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_value_is_left_over_from_the_run_before()
    {
        var insert = _prepared.Statement("INSERT INTO rows (number, text) VALUES (@number, @text)", "number", "text");
        insert.Run(1, "one");

        Assert.Throws<ArgumentOutOfRangeException>(() => insert.Run(2));
        Assert.Throws<ArgumentException>(() => insert.Run(2, 2.5));
        Assert.Single(Rows());
    }

    [Fact]
    public void A_second_statement_is_refused_rather_than_left_out() =>
        Assert.Throws<ArgumentException>(() => _prepared.Run("DELETE FROM rows; DELETE FROM rows"));

    [Fact]
    public void No_row_is_null_and_zero_is_zero()
    {
        var number = _prepared.Statement("SELECT number FROM rows WHERE text = @text", "text");
        _prepared.Run("INSERT INTO rows (number, text) VALUES (0, 'zero')");

        Assert.Equal(0, number.Number("zero"));
        Assert.Null(number.Number("none"));
    }

    [Fact]
    public void A_query_is_prepared_once_and_asked_again_with_other_values()
    {
        _prepared.Run("INSERT INTO rows (number, text) VALUES (1, 'one'), (2, 'two')");

        Assert.Equal([2L, 1L], new[] { "two", "one" }.Select(text =>
        {
            using var reader = _prepared.Read("SELECT number FROM rows WHERE text = @text", new { text });
            return reader.Read() ? reader.GetInt64(0) : -1;
        }));
    }

    private List<(long? Number, string? Text, string Bytes)> Rows()
    {
        using var reader = _prepared.Read("SELECT number, text, quote(bytes) FROM rows ORDER BY id", null);
        var rows = new List<(long?, string?, string)>();
        while (reader.Read())
        {
            rows.Add((reader.Int64OrNull(0), reader.StringOrNull(1), reader.StringOrNull(2) ?? ""));
        }

        return rows;
    }
}
