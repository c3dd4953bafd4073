using DbUp;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage.Sqlite;

/// <summary>Brings a file's schema up to date.</summary>
internal static class SqliteSchema
{
    /// <summary>Under SQLite's own write lock, in one transaction; without either where there is nothing to do.</summary>
    public static void Upgrade(SqliteConnection connection)
    {
        if (SchemaUpgrade.IsCurrent(SqliteDatabase.Name, Executed(connection)))
        {
            return;
        }

        SqliteDatabase.Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            using var shared = new SharedConnection(connection);
            SchemaUpgrade.Run(DeployChanges.To.SqliteDatabase(shared).JournalToSqliteTable(SchemaUpgrade.Journal), SqliteDatabase.Name, connection.DataSource);
            SqliteDatabase.Execute(connection, "COMMIT");
        }
        catch
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                SqliteDatabase.Execute(connection, "ROLLBACK");
            }

            throw;
        }
    }

    private static IReadOnlyList<string> Executed(SqliteConnection connection)
    {
        using var prepared = new PreparedStatements(connection);
        var journals = prepared.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name = @Journal", new { SchemaUpgrade.Journal }, row => row.GetString(0), default);
        return journals.Count == 0 ? [] : prepared.Query($"SELECT scriptname FROM {SchemaUpgrade.Journal}", null, row => row.GetString(0), default);
    }
}
