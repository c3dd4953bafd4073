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

    /// <summary>Under SQLite's own write lock, in one transaction; without either where there is nothing to do.</summary>
    public static void Run(SqliteConnection connection)
    {
        if (IsCurrent("SQLite", Executed(connection)))
        {
            return;
        }

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

    /// <summary>Every script has run and no other: asked first, since the upgrade engine takes a while to load.</summary>
    internal static bool IsCurrent(string engine, IEnumerable<string> executed) => NamesFor(engine).ToHashSet(StringComparer.Ordinal).SetEquals(executed);

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
        var assembly = Assembly.GetExecutingAssembly();
        return [.. NamesFor(engine).Select(name => SqlScript.FromStream(name, assembly.GetManifestResourceStream(Prefix(engine) + name)!))];
    }

    private static IEnumerable<string> NamesFor(string engine) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix(engine), StringComparison.Ordinal))
        .Select(name => name[Prefix(engine).Length..])
        .Order(StringComparer.Ordinal);

    private static string Prefix(string engine) => $"FeedHub.Storage.Schema.{engine}.";

    private static List<string> Executed(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = '{Journal}'";
        var names = new List<string>();
        if (command.ExecuteScalar() is 0L)
        {
            return names;
        }

        command.CommandText = $"SELECT scriptname FROM {Journal}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
