using System.CommandLine;
using System.Text;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>clean</c>: HTML in, plain text out; a file, standard input, or a JSON object a line.</summary>
internal static class CleanCommand
{
    private const int MaxBytes = 64 * 1024 * 1024;

    private static readonly Argument<string?> Input = new("FILE")
    {
        Description = Phrase.Say("HTML file (default: standard input)", "ملف HTML (إن غاب فالدخل القياسي)"),
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Lines = new("--jsonl")
    {
        Description = Phrase.Say("""lines {"html":…} in, lines {"text":…} out, in the same order; a line's own "options" go before the flags; {"url":…} gives {"urlKey":…}, {"text":…} gives {"matchingForm":…}""", """تدخل أسطر {"html":…} وتخرج أسطر {"text":…} بالترتيب نفسه؛ وما في السطر من "options" مقدم على خيارات الأمر؛ ومن {"url":…} يخرج {"urlKey":…}، ومن {"text":…} يخرج {"matchingForm":…}"""),
    };
    private static readonly Option<bool> Title = new("--title") { Description = Phrase.Say("clean titles: the text on one line", "تنظيف العناوين: النص في سطر واحد") };

    public static Command Create()
    {
        var command = new Command("clean", Phrase.Say("HTML in, plain text out.", "يدخل HTML ويخرج نص خالص.")) { Input, Lines, Title };
        CleaningFlags.AddTo(command);
        HelpExamples.Of(command, "feedhub clean page.html", "curl -s https://example.org/ | feedhub clean", "feedhub clean --jsonl --keep-captions < bodies.jsonl");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var (options, mistake) = CleaningFlags.Read(parsed);
        if (mistake is not null)
        {
            return await CommandLine.ComplainAsync(mistake, ExitCode.Misused);
        }

        var path = parsed.GetValue(Input) ?? InputFile.StandardInput;
        if (InputFile.Mistake(path) is { } missing)
        {
            return await CommandLine.ComplainAsync(missing, ExitCode.Misused);
        }

        await using var input = InputFile.Open(path);
        await using var output = StandardStreams.OpenOutput();
        return parsed.GetValue(Lines)
            ? await CleanLinesAsync(input, output, options, parsed.GetValue(Title), cancellationToken)
            : await CleanWholeAsync(input, output, options, parsed.GetValue(Title), cancellationToken);
    }

    private static async Task<int> CleanWholeAsync(
        Stream input, Stream output, CleaningOptions options, bool title, CancellationToken cancellationToken)
    {
        var body = await InputFile.ReadAsync(input, MaxBytes, cancellationToken);
        if (body is null)
        {
            return await CommandLine.ComplainAsync($"The input is larger than {MaxBytes} bytes.", ExitCode.Failed);
        }

        var html = FeedText.Decode(body, contentType: null, encoding: null, problems: []);
        var text = Clean(html, options, title);
        await output.WriteAsync(Encoding.UTF8.GetBytes(text.Length == 0 ? "" : text + "\n"), cancellationToken);
        await output.FlushAsync(cancellationToken);
        return ExitCode.Fine;
    }

    private static string Clean(string html, CleaningOptions options, bool title) =>
        title ? HtmlText.CleanTitle(html, options) : HtmlText.Clean(html, options).Text;

    private static async Task<int> CleanLinesAsync(
        Stream input, Stream output, CleaningOptions options, bool title, CancellationToken cancellationToken)
    {
        var failed = false;
        using var reader = new StreamReader(input, Encoding.UTF8);
        await InOrder.RunAsync(
            LinesOf(reader, cancellationToken),
            (line, _) => Task.FromResult(CleanLine(line, options, title)),
            async result =>
            {
                failed |= result.Failed;
                await output.WriteAsync(result.Line, cancellationToken);
            },
            () => output.FlushAsync(cancellationToken),
            atOnce: Environment.ProcessorCount * 16,
            cancellationToken);
        return failed ? ExitCode.Failed : ExitCode.Fine;
    }

    private static async IAsyncEnumerable<string> LinesOf(
        StreamReader reader, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line;
            }
        }
    }

    /// <summary>A line that is no such object still gets its line out, so that both files stay side by side.</summary>
    private static (ReadOnlyMemory<byte> Line, bool Failed) CleanLine(string line, CleaningOptions options, bool title)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var asked = document.RootElement;
            return Text(asked, "html") is { } html ? Answer("text", Clean(html, CleaningFlags.Overlay(options, asked), title))
                : Text(asked, "url") is { } url ? Answer("urlKey", CanonicalUrl.Key(url))
                : Text(asked, "text") is { } text ? Answer("matchingForm", ArabicText.MatchingForm(text))
                : Failure("The line is no object with a text \"html\".");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return Failure("The line is no JSON: " + Wording.Line(exception.Message));
        }
    }

    private static string? Text(JsonElement line, string name) =>
        line.ValueKind == JsonValueKind.Object && line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (ReadOnlyMemory<byte> Line, bool Failed) Answer(string name, string value) => (JsonLine.Write(json => json.WriteString(name, value)), false);

    private static (ReadOnlyMemory<byte> Line, bool Failed) Failure(string error) => (
        JsonLine.Write(json =>
        {
            json.WriteNull("text");
            json.WriteString("error", error);
        }),
        true);
}
