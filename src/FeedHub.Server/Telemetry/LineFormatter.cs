using FeedHub.Sources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace FeedHub.Server.Telemetry;

/// <summary>One line per event for people and journals; what came from outside cannot break it or colour it.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "line";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = Wording.Line(logEntry.Formatter(logEntry.State, logEntry.Exception));
        textWriter.Write(FormattableString.Invariant($"{time.GetUtcNow().UtcDateTime:yyyy-MM-dd HH:mm:ss}Z {Word(logEntry.LogLevel)} {line}"));
        if (logEntry.Exception is { } exception)
        {
            textWriter.Write($" ({exception.GetType().Name}: {Wording.Line(exception.Message)})");
            if (logEntry.LogLevel >= LogLevel.Error && logEntry.Category.StartsWith("FeedHub.", StringComparison.Ordinal))
            {
                WriteTrace(exception, textWriter);
            }
        }

        textWriter.Write('\n');
    }

    /// <summary>Only for defects of ours: where it happened, indented under its line.</summary>
    private static void WriteTrace(Exception exception, TextWriter textWriter)
    {
        foreach (var frame in (exception.StackTrace ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            textWriter.Write("\n    " + Wording.Line(frame));
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        _ => "ERROR",
    };
}
