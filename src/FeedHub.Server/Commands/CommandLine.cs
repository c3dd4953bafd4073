using System.CommandLine;
using System.CommandLine.Parsing;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server.Commands;

/// <summary>From arguments to exit code: whatever goes wrong is one line on standard error that says what to do.</summary>
public static class CommandLine
{
    /// <summary>As shells report a program ended by Ctrl-C.</summary>
    private const int Interrupted = 130;

    /// <summary>What a verb gets to end in after Ctrl-C; the serving host minds signals itself.</summary>
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(string[] args)
    {
        StandardStreams.Prepare();
        EmbeddedSqlite.Use();
        var parsed = HubCommand.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not HelpExamples && (parsed.Errors.Count > 0 || MistypedOption(parsed) is not null))
        {
            return await MisusedAsync(parsed);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = ServeCommand.Is(parsed.CommandResult.Command) ? null : EndWithin,
            });
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        catch (IOException exception) when (StandardStreams.IsBrokenPipe(exception))
        {
            return ExitCode.Fine;
        }
        catch (Exception exception) when (exception is BadSettingException or DataFolderInUseException or NewerDatabaseException)
        {
            return await ComplainAsync(exception.Message, ExitCode.Misused);
        }
        catch (CatalogEditException exception)
        {
            return await ComplainAsync("feeds.json: " + exception.Message, ExitCode.Failed);
        }
        catch (InvalidDataException exception)
        {
            return await ComplainAsync($"{exception.Message} {exception.GetBaseException().Message}", ExitCode.Misused);
        }
        catch (Exception exception) when (exception is StorageUnavailableException or IOException or UnauthorizedAccessException)
        {
            return await ComplainAsync(exception.Message, ExitCode.Failed);
        }
    }

    /// <summary>Writes one line to standard error and returns <paramref name="exitCode"/>.</summary>
    public static async Task<int> ComplainAsync(string message, int exitCode)
    {
        await Console.Error.WriteLineAsync("feedhub: " + Wording.Line(message));
        return exitCode;
    }

    /// <inheritdoc cref="ComplainAsync(string, int)"/>
    public static async Task<int> ComplainAsync(Phrase message, int exitCode)
    {
        await Console.Error.WriteLineAsync("feedhub: " + Phrase.Say(Wording.Line(message.English), Wording.Line(message.Arabic)));
        return exitCode;
    }

    /// <summary>Writes each mistake of feeds.json to standard error.</summary>
    public static async Task<int> ComplainAboutAsync(IEnumerable<CatalogMistake> mistakes)
    {
        foreach (var mistake in mistakes)
        {
            await Console.Error.WriteLineAsync(mistake.ToString());
        }

        return ExitCode.Misused;
    }

    private static Task<int> MisusedAsync(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var isRoot = command is RootCommand;
        var help = isRoot ? "feedhub --help" : $"feedhub {command.Name} --help";
        var unknown = MistypedOption(parsed) ?? (parsed.UnmatchedTokens is [var first, ..] ? first : null);
        if (unknown is not null)
        {
            var message = Unknown(unknown, parsed.CommandResult);
            return ComplainAsync(new Phrase($"{message.English} See {help}", $"{message.Arabic} انظر {help}"), ExitCode.Misused);
        }

        return ComplainAsync($"{parsed.Errors[0].Message.TrimEnd('.')}. See {help}", ExitCode.Misused);
    }

    /// <summary>Where any words are welcome the parser takes an unknown option for one of them; a word that starts with - is meant only behind <c>--</c>.</summary>
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .FirstOrDefault(token => token.Value is ['-', _, ..])?.Value;

    private static Phrase Unknown(string word, CommandResult result)
    {
        var isOption = word.StartsWith('-');
        var known = isOption ? OptionsOf(result) : result.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        Phrase kind = isOption ? new("option", "خيار") : result.Command is RootCommand ? new("verb", "أمر") : new("argument", "معطى");
        var meant = Wording.Nearest(word.Split('=', ':')[0], known);
        return meant is null
            ? new($"There is no {kind.English} {Wording.Shown(word)}.", $"لا {kind.Arabic} باسم {Wording.Shown(word)}.")
            : new($"There is no {kind.English} {Wording.Shown(word)}: did you mean {meant}?", $"لا {kind.Arabic} باسم {Wording.Shown(word)}. أتقصد {meant}؟");
    }

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        for (SymbolResult? at = result; at is not null; at = at.Parent)
        {
            if (at is CommandResult { Command: var command })
            {
                foreach (var option in command.Options.Where(option => at == result || option.Recursive))
                {
                    yield return option.Name;
                }
            }
        }
    }
}
