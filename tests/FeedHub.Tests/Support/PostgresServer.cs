using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace FeedHub.Tests.Support;

/// <summary>
/// A PostgreSQL of the tests' own: made in a temporary folder from the installed binaries, reached over a unix socket without a password,
/// gone when the tests end. Works for any user; as root it runs under an account that PostgreSQL accepts.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly string[] Folders = ["/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/local/pgsql"];

    private readonly string _binaries;
    private readonly string _folder;
    private readonly string[] _account;
    private Process? _server;

    private PostgresServer(string binaries, string folder, string[] account)
    {
        _binaries = binaries;
        _folder = folder;
        _account = account;
    }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Null with the reason where there are no binaries.</summary>
    public static async Task<(PostgresServer? Server, string Reason)> StartAsync()
    {
        if (FindBinaries() is not { } binaries)
        {
            return (null, "PostgreSQL's server binaries (initdb, postgres) are not installed; on Debian: apt-get install postgresql");
        }

        var folder = Directory.CreateTempSubdirectory("fh-pg-").FullName;
        var account = await AccountAsync(folder);
        var server = new PostgresServer(binaries, folder, account);
        await server.RunAsync("initdb", "-D", server.Data, "-U", "feedhub", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.LaunchAsync();
        return (server, "");
    }

    public string ConnectionString(string database) =>
        new NpgsqlConnectionStringBuilder { Host = _folder, Username = "feedhub", Database = database, Timeout = 5, MaxPoolSize = 30 }.ToString();

    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>As a power cut would: no farewell to anybody.</summary>
    public async Task KillAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        await _server!.WaitForExitAsync();
    }

    public async Task LaunchAsync()
    {
        _server = Begin(
            "postgres", "-D", Data, "-k", _folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=on",
            "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB");
        var startedAt = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(startedAt) < TimeSpan.FromSeconds(120) && !_server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            await KillAsync();
        }

        _server?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindBinaries() =>
        Folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Append(folder))
            .Select(folder => Path.Combine(folder, "bin"))
            .Where(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            .OrderByDescending(folder => folder, StringComparer.Ordinal)
            .FirstOrDefault();

    /// <summary>PostgreSQL refuses to run as root: the words before a command that run it as somebody else, who then owns the folder.</summary>
    private static async Task<string[]> AccountAsync(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return [];
        }

        foreach (var user in new[] { "postgres", "nobody" })
        {
            foreach (var words in new string[][]
            {
                ["setpriv", "--reuid=" + user, "--regid=" + (await OutputAsync("id", "-g", user)).Trim(), "--clear-groups", "--"], ["runuser", "-u", user, "--"],
            })
            {
                if (await TryAsync("chown", user, folder) && await TryAsync(words[0], [.. words[1..], "true"]))
                {
                    return words;
                }
            }
        }

        throw new InvalidOperationException("Found no way to run PostgreSQL as somebody other than root.");
    }

    private static async Task<bool> TryAsync(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<string> OutputAsync(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Begin(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private Process Begin(string program, params string[] arguments)
    {
        string[] words = [.. _account, Path.Combine(_binaries, program), .. arguments];
        var process = Process.Start(new ProcessStartInfo(words[0], words[1..])
        {
            UseShellExecute = false,
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C", ["TZ"] = "UTC" },
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
