using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text;
using FeedHub.Fetching;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>preview</c>: what FeedHub makes of feeds, without storing anything.</summary>
internal static class PreviewCommand
{
    /// <summary>Bodies held at once; each may take the largest size allowed.</summary>
    private const int AtOnce = 8;

    private static readonly Argument<string[]> Inputs = new("URL|FILE") { Description = Phrase.Say("feeds: addresses, files, or - for standard input", "الخلاصات: عناوين أو ملفات أو - للدخل القياسي"), Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Json = new("--json") { Description = Phrase.Say("one JSON object per input and line, in the order of the inputs", "كائن JSON لكل مدخل في سطره، بترتيب المدخلات") };
    private static readonly Option<string?> From = new("--from") { Description = Phrase.Say("file with more inputs, one a line (- for standard input)", "ملف فيه مدخلات أخرى، كل منها في سطر (- للدخل القياسي)"), HelpName = "FILE" };
    private static readonly Option<bool> AllowPrivate = new("--allow-private") { Description = Phrase.Say("allow addresses of private networks", "السماح بعناوين الشبكات الخاصة") };

    public static Command Create()
    {
        var command = new Command("preview", Phrase.Say("Show what FeedHub makes of feeds, cleaned; nothing is stored.", "يعرض ما يستخلصه FeedHub من الخلاصات بعد تنظيفها، ولا يحفظ شيئاً.")) { Inputs, Json, From, AllowPrivate };
        HelpExamples.Of(command, "feedhub preview https://www.enabbaladi.net/feed", "feedhub preview saved.xml other.json", "feedhub preview --json --from addresses.txt > feeds.jsonl");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var from = parsed.GetValue(From);
        var inputs = parsed.GetValue(Inputs) ?? [];
        if (from is null && inputs.Length == 0)
        {
            return await CommandLine.ComplainAsync("preview needs a feed: feedhub preview https://example.org/feed", ExitCode.Misused);
        }

        if (from is not null && InputFile.Mistake(from) is { } missing)
        {
            return await CommandLine.ComplainAsync(missing, ExitCode.Misused);
        }

        var limits = HubSettings.Read(HubSettings.Configuration([])).FetchLimits;
        using var fetcher = new FeedFetcher(limits with { AllowAllPrivateNetworks = parsed.GetValue(AllowPrivate) }, TimeProvider.System);
        return await ShowAsync(InputsOf(inputs, from, cancellationToken), fetcher, parsed.GetValue(Json), cancellationToken);
    }

    private static async Task<int> ShowAsync(IAsyncEnumerable<string> inputs, FeedFetcher fetcher, bool json, CancellationToken cancellationToken)
    {
        var failed = false;
        await using var output = StandardStreams.OpenOutput();
        await InOrder.RunAsync(
            inputs,
            async (input, stop) =>
            {
                var preview = await Preview.OfAsync(input, fetcher, null, stop);
                return (Input: input, preview.Error, Bytes: json ? PreviewJson.Write(preview) : Encoding.UTF8.GetBytes(PreviewText.Write(preview)));
            },
            async result =>
            {
                failed |= result.Error is not null;
                if (result.Error is not null && !json)
                {
                    await CommandLine.ComplainAsync($"{result.Input}: {result.Error}", ExitCode.Failed);
                }

                await output.WriteAsync(result.Bytes, cancellationToken);
            },
            () => output.FlushAsync(cancellationToken),
            AtOnce,
            cancellationToken);
        return failed ? ExitCode.Failed : ExitCode.Fine;
    }

    private static async IAsyncEnumerable<string> InputsOf(
        string[] inputs, string? from, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var input in inputs)
        {
            yield return input;
        }

        if (from is null)
        {
            yield break;
        }

        using var reader = new StreamReader(InputFile.Open(from), Encoding.UTF8);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                yield return line.Trim();
            }
        }
    }
}
