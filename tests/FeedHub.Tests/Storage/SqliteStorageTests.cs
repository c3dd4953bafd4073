using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class SqliteStorageTests : StorageTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("feedhub-storage-").FullName;

    protected override Task<Database> OpenNewAsync() => Task.FromResult(OpenAgain());

    protected override Database OpenAgain() => Database.Open(null, _folder, Time);

    protected override Task DropAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
