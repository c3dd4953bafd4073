using FeedHub.Storage;
using FeedHub.Storage.Sqlite;

namespace FeedHub.Tests.Storage;

public sealed class SqliteStorageTests : StorageTests
{
    private string _empty = "";
    private int _made;
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-storage-").FullName;

    protected override Task<Database> OpenNewAsync() => Task.FromResult(OpenAgain());

    protected override Database OpenAgain() => Database.Open(null, _folder, Time);

    protected override Task DropAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private protected override string JournalTable =>
        "CREATE TABLE schema_versions (SchemaVersionID INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT NOT NULL, ScriptName TEXT NOT NULL, Applied DATETIME NOT NULL)";

    private protected override Task<Database> OpenEmptyAsync()
    {
        _empty = Path.Combine(_folder, $"empty-{++_made}");
        return Task.FromResult(OpenEmptyAgain());
    }

    private protected override Database OpenEmptyAgain() => Database.Open(null, _empty, Time);

    private protected override Task RunScriptAsync(DatabaseSession session, string sql)
    {
        SqliteDatabase.Execute(((SqliteSession)session).Connection, sql);
        return Task.CompletedTask;
    }

    private protected override Task<IReadOnlyList<string>> TablesAsync(Database database) => database.ReadAsync(
        session => session.QueryAsync<string>(
            """
            SELECT m.name || '.' || c.name || ' ' || c.type FROM sqlite_schema m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> 'schema_versions' ORDER BY 1
            """),
        TestContext.Current.CancellationToken);
}
