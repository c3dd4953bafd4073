using System.CommandLine;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary>The database for verbs that only read it; a hub may be serving from it meanwhile.</summary>
internal static class OpenDatabase
{
    /// <exception cref="BadSettingException">There is no database in that folder.</exception>
    public static async Task<Database> AsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Data", parsed.GetValue(HubCommand.Data))]));
        if (string.IsNullOrEmpty(options.ConnectionString) && !Directory.Exists(options.Data))
        {
            throw new BadSettingException($"There is no data folder {options.Data}: start the hub once, or name another folder with --data.");
        }

        var database = Database.Open(options.ConnectionString, options.Data, TimeProvider.System);
        await database.MigrateAsync(cancellationToken);
        return database;
    }
}
