using System.CommandLine;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary><c>backup</c>: a consistent copy of the SQLite data while the hub runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("FILE") { Description = Phrase.Say("where to write the copy; must not exist yet", "أين تُكتب النسخة؛ ويجب ألا يكون الملف موجوداً") };

    public static Command Create()
    {
        var command = new Command("backup", Phrase.Say("Write a consistent copy of the SQLite data, also while the hub runs.", "يكتب نسخة متسقة من بيانات SQLite، ولو كان البرنامج يعمل.")) { Target };
        HelpExamples.Of(command, "feedhub backup feedhub-2026-11-23.db");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = Path.GetFullPath(parsed.GetValue(Target)!);
        if (File.Exists(file))
        {
            return await CommandLine.ComplainAsync($"{file} exists already: name another file, or move this one away.", ExitCode.Misused);
        }

        if (!Directory.Exists(Path.GetDirectoryName(file)))
        {
            return await CommandLine.ComplainAsync($"There is no folder {Path.GetDirectoryName(file)}: make it first, or name another one.", ExitCode.Misused);
        }

        await using var database = await OpenDatabase.AsAsync(parsed, cancellationToken);
        try
        {
            var bytes = await DatabaseBackup.WriteAsync(database, file, cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"{file}: {bytes / 1024.0 / 1024.0:F1} MiB. To restore it: stop the hub, remove feedhub.db, feedhub.db-wal and feedhub.db-shm from the data folder, and put it there as feedhub.db."));
            return ExitCode.Fine;
        }
        catch (NotSupportedException exception)
        {
            return await CommandLine.ComplainAsync(exception.Message, ExitCode.Misused);
        }
    }
}
