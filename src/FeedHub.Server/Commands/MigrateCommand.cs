using System.CommandLine;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary><c>migrate</c>: everything from SQLite to PostgreSQL, checked, resumable.</summary>
internal static class MigrateCommand
{
    private static readonly Option<string> Target = new("--to") { Description = Phrase.Say("connection string of the PostgreSQL database: \"Host=…;Database=…;Username=…\"", "عنوان الاتصال بقاعدة PostgreSQL: \"Host=…;Database=…;Username=…\""), Required = true, HelpName = "CONNECTION" };

    public static Command Create()
    {
        var command = new Command("migrate", Phrase.Say("Move everything from SQLite to PostgreSQL; may be run again after an interruption.", "ينقل كل شيء من SQLite إلى PostgreSQL؛ ويجوز تشغيله ثانية إن انقطع.")) { Target };
        HelpExamples.Of(command, "feedhub migrate --to \"Host=db.example;Database=feedhub;Username=feedhub;Password=…\"");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var connection = parsed.GetValue(Target)!;
        if (!connection.Contains('=', StringComparison.Ordinal))
        {
            return await CommandLine.ComplainAsync("--to needs a connection string: --to \"Host=localhost;Database=feedhub;Username=feedhub\"", ExitCode.Misused);
        }

        try
        {
            await using var to = Database.Open(connection, "", TimeProvider.System);
            await using var from = await OpenDatabase.SqliteAsync(parsed, cancellationToken);
            await to.MigrateAsync(cancellationToken);
            var report = await DatabaseMigration.RunAsync(from, to, new ProgressLines(), cancellationToken);
            Console.WriteLine($"Moved and checked: {string.Join(", ", report.Rows.Select(table => FormattableString.Invariant($"{table.Value} {table.Key}")))}.");
            Console.WriteLine("Start the hub with this connection string as ConnectionStrings__FeedHub.");
            return ExitCode.Fine;
        }
        catch (ArgumentException exception)
        {
            return await CommandLine.ComplainAsync(
                $"--to is no connection string of PostgreSQL ({exception.Message}): write \"Host=localhost;Database=feedhub;Username=feedhub\".", ExitCode.Misused);
        }
        catch (NotSupportedException exception)
        {
            return await CommandLine.ComplainAsync(exception.Message, ExitCode.Misused);
        }
        catch (MigrationMismatchException exception)
        {
            return await CommandLine.ComplainAsync($"{exception.Message} Stop the hub and run this again.", ExitCode.Failed);
        }
    }

    /// <summary>A line per table begun; on a terminal, the count as it grows.</summary>
    private sealed class ProgressLines : IProgress<MigrationProgress>
    {
        private readonly Lock _lock = new();
        private string? _table;

        public void Report(MigrationProgress value)
        {
            lock (_lock)
            {
                var line = FormattableString.Invariant($"{value.Table}: {value.Copied} of {value.Total}");
                if (!Console.IsErrorRedirected)
                {
                    Console.Error.Write((_table is null || _table == value.Table ? "\r" : "\n") + line);
                }
                else if (_table != value.Table)
                {
                    Console.Error.WriteLine(line);
                }

                _table = value.Table;
                if (value.Copied == value.Total && !Console.IsErrorRedirected)
                {
                    Console.Error.WriteLine();
                    _table = null;
                }
            }
        }
    }
}
