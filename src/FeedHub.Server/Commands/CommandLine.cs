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
        var message = unknown is not null ? Unknown(unknown, parsed.CommandResult) : parsed.Errors[0].Message.TrimEnd('.') + ".";
        return ComplainAsync($"{message} See {help}", ExitCode.Misused);
    }

    /// <summary>Where any words are welcome the parser takes an unknown option for one of them; a word that starts with - is meant only behind <c>--</c>.</summary>
    private static string? MistypedOption(ParseResult parsed) =>
        parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            ? null
            : parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .FirstOrDefault(token => token.Value is ['-', _, ..])?.Value;

    private static string Unknown(string word, CommandResult result)
    {
        var isOption = word.StartsWith('-');
        var known = isOption ? OptionsOf(result) : result.Command.Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name);
        var kind = isOption ? "option" : result.Command is RootCommand ? "verb" : "argument";
        var meant = Wording.Nearest(word.Split('=', ':')[0], known);
        return $"There is no {kind} {Wording.Shown(word)}{(meant is null ? "." : $": did you mean {meant}?")}";
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
