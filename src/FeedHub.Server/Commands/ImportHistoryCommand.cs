using System.CommandLine;
using System.Runtime.CompilerServices;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary><c>import-history</c>: what <c>export</c> wrote goes back into a database, stories under their ids; what is there already stays as it is.</summary>
internal static class ImportHistoryCommand
{
    private static readonly Argument<string> Input = new("FILE") { Description = Phrase.Say("what export wrote (- for standard input)", "ما كتبه الأمر export (- للدخل القياسي)") };

    public static Command Create()
    {
        var command = new Command("import-history", Phrase.Say("Take stories that export wrote back in; do it before the hub's first poll.", "يعيد إدخال الأخبار التي كتبها export؛ وموضعه قبل أول جلب.")) { Input };
        HelpExamples.Of(command, "feedhub import-history stories.jsonl", "feedhub export --data old | feedhub import-history - --data new");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var input = parsed.GetValue(Input)!;
        if (InputFile.Mistake(input) is { } missing)
        {
            return await CommandLine.ComplainAsync(missing, ExitCode.Misused);
        }

        var options = HubSettings.Read(HubSettings.Configuration([new("FeedHub:Data", parsed.GetValue(HubCommand.Data))]));
        await using var database = Database.Open(options.ConnectionString, options.Data, TimeProvider.System);
        await database.MigrateAsync(cancellationToken);
        using var lines = new StreamReader(InputFile.Open(input));
        var read = 0;
        try
        {
            var imported = await HistoryImport.RunAsync(database, StoriesAsync(lines, () => read++, cancellationToken), TimeProvider.System.GetUtcNow(), cancellationToken);
            Console.WriteLine(FormattableString.Invariant($"{imported} stories taken in, {read - imported} were there already."));
            return ExitCode.Fine;
        }
        catch (FormatException exception)
        {
            return await CommandLine.ComplainAsync(
                FormattableString.Invariant($"{input}: line {read} is not what feedhub export writes ({exception.Message.TrimEnd('.')}). Mend or remove it and run this again: what is here already is left alone."), ExitCode.Failed);
        }
    }

    private static async IAsyncEnumerable<ExportedStory> StoriesAsync(TextReader lines, Action count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            count();
            yield return HistoryLine.Read(line);
        }
    }
}
