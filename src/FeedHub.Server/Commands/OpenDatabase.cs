using System.CommandLine;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary>The database for verbs beside the hub; a hub may be serving from it meanwhile.</summary>
internal static class OpenDatabase
{
    /// <summary>SQLite or PostgreSQL, as configured.</summary>
    /// <exception cref="BadSettingException">There is no database in that folder.</exception>
    public static Task<Database> AsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = Options(parsed);
        return OpenAsync(options.ConnectionString, options.Data, cancellationToken);
    }

    /// <summary>SQLite, whatever is configured.</summary>
    /// <exception cref="BadSettingException">There is no database in that folder.</exception>
    public static Task<Database> SqliteAsync(ParseResult parsed, CancellationToken cancellationToken) =>
        OpenAsync(null, Options(parsed).Data, cancellationToken);

    /// <summary>There is one to open.</summary>
    public static bool Exists(ParseResult parsed) => Options(parsed) is var options && (!string.IsNullOrEmpty(options.ConnectionString) || HasData(options.Data));

    /// <summary>Some hub has kept SQLite data in that folder.</summary>
    public static bool HasData(string folder) => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.db").Any();

    private static HubOptions Options(ParseResult parsed) =>
        HubSettings.Read(HubSettings.Configuration([new("FeedHub:Data", parsed.GetValue(HubCommand.Data))]));

    private static async Task<Database> OpenAsync(string? connectionString, string folder, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(connectionString) && !HasData(folder))
        {
            throw new BadSettingException($"There is no database in {folder}: start the hub once, or name another folder with --data.");
        }

        var database = Database.Open(connectionString, folder, TimeProvider.System);
        await database.MigrateAsync(cancellationToken);
        return database;
    }
}
