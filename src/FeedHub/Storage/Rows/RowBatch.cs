namespace FeedHub.Storage;

/// <summary>
/// One statement for many rows, as the engine runs it quickest. No value may be null. A row's values are called <c>given.column</c> in the SQL.
/// Flush before reading what it wrote.
/// </summary>
internal abstract class RowBatch
{
    /// <param name="columns">Of the rows, in the order of the values.</param>
    /// <param name="into">Table and columns.</param>
    public static RowBatch Insert(DatabaseSession session, string[] columns, string into, string values, string onConflict = "") =>
        session.Batch(columns, $"INSERT INTO {into} VALUES ({values}) {onConflict}", given => $"INSERT INTO {into} SELECT {values} FROM {given} {onConflict}");

    /// <inheritdoc cref="Insert"/>
    public static RowBatch Update(DatabaseSession session, string[] columns, string table, string set, string where) =>
        session.Batch(columns, $"UPDATE {table} SET {set} WHERE {where}", given => $"UPDATE {table} SET {set} FROM {given} WHERE {where}");

    /// <inheritdoc cref="Insert"/>
    public static RowBatch Delete(DatabaseSession session, string[] columns, string table, string where) =>
        session.Batch(columns, $"DELETE FROM {table} WHERE {where}", given => $"DELETE FROM {table} USING {given} WHERE {where}");

    public abstract Task AddAsync(params object[] values);

    public abstract Task FlushAsync();
}
