namespace FeedHub.Storage;

/// <summary>A column of a table that is moved.</summary>
internal sealed record MovedColumn(string Name, ColumnType Type);

/// <summary>The side of a move that is written to.</summary>
internal abstract class MoveTarget : IAsyncDisposable
{
    /// <summary>In the order of the table.</summary>
    public abstract Task<IReadOnlyList<MovedColumn>> ColumnsAsync(string table);

    /// <summary>SQL: a column of text, compared byte by byte.</summary>
    public abstract string InByteOrder(string column);

    public abstract Task<IReadOnlyList<object[]>> RowsAsync(string sql, object parameters);

    public abstract Task ExecuteAsync(string sql, object? parameters = null);

    /// <summary>The rows in place of those of the range, in one transaction.</summary>
    public abstract Task ReplaceAsync(
        string table, IReadOnlyList<MovedColumn> columns, IReadOnlyList<object[]> rows, (string Where, object Parameters) range, CancellationToken cancellationToken);

    /// <summary>Whatever else a database in service has.</summary>
    /// <param name="lastArticleId">Ids up to it are never given again.</param>
    public abstract Task FinishAsync(long lastArticleId, bool isWritten);

    public abstract ValueTask DisposeAsync();
}
