using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What a hub serves from: the database, ready to use, and with SQLite its folder, held for this process alone.</summary>
public sealed class OpenData : IAsyncDisposable
{
    private readonly DataFolder? _folder;

    private OpenData(DataFolder? folder, Database database) => (_folder, Database) = (folder, database);

    public Database Database { get; }

    /// <summary>Schema migrated, sources known, nothing leased by a dead process of this data folder.</summary>
    public static async Task<OpenData> OpenAsync(HubOptions options, FeedCatalog catalog, CancellationToken cancellationToken)
    {
        var isAlone = string.IsNullOrEmpty(options.ConnectionString);
        var data = new OpenData(isAlone ? DataFolder.Hold(options.Data) : null, Database.Open(options.ConnectionString, options.Data, TimeProvider.System));
        try
        {
            await data.Database.MigrateAsync(cancellationToken);
            var feeds = new FeedStore(data.Database);
            if (isAlone)
            {
                await feeds.ReleaseAllAsync(cancellationToken);
            }

            if (options.Role != HubRole.Web)
            {
                await feeds.SyncAsync(catalog.Sources, TimeProvider.System.GetUtcNow(), cancellationToken);
            }

            return data;
        }
        catch
        {
            await data.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder?.Dispose();
    }
}
