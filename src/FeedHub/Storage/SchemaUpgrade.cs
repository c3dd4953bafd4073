using System.Reflection;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;
using Microsoft.Data.Sqlite;

namespace FeedHub.Storage;

/// <summary>Runs the scripts of <c>Schema/</c> that a database has not seen. Scripts are only ever added.</summary>
internal static class SchemaUpgrade
{
    public const string Journal = "schema_versions";

    /// <summary>Under SQLite's own write lock, in one transaction.</summary>
    public static void Run(SqliteConnection connection)
    {
        SqliteDatabase.Execute(connection, "BEGIN IMMEDIATE");
        try
        {
            using var shared = new SharedConnection(connection);
            Upgrade(DeployChanges.To.SqliteDatabase(shared).JournalToSqliteTable(Journal), "SQLite", connection.DataSource);
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

    internal static void Upgrade(UpgradeEngineBuilder builder, string engine, string where)
    {
        var scripts = ScriptsFor(engine);
        var upgrader = builder.WithScripts(scripts).LogTo(new NoOpUpgradeLog()).Build();
        var unknown = upgrader.GetExecutedScripts().Except(scripts.Select(script => script.Name), StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new NewerDatabaseException(
                $"{where} was written by a later FeedHub (it has {string.Join(", ", unknown)}). Run that version, or restore a backup made before.");
        }

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(result.Error).Throw();
        }
    }

    /// <summary>Named by their files, <c>0001-base.sql</c>, and run in that order.</summary>
    internal static IReadOnlyList<SqlScript> ScriptsFor(string engine)
    {
        var prefix = $"FeedHub.Storage.Schema.{engine}.";
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[prefix.Length..], assembly.GetManifestResourceStream(name)!))];
    }
}
