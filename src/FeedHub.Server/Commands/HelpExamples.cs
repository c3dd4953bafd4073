using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A verb's <c>--help</c>, with examples at its end.</summary>
internal sealed class HelpExamples(SynchronousCommandLineAction help, string[] examples) : SynchronousCommandLineAction
{
    /// <summary>What the library writes between our descriptions.</summary>
    private static readonly Phrase[] Headings =
    [
        new("Description:", "الوصف:"), new("Usage:", "الاستعمال:"), new("Arguments:", "المعطيات:"), new("Options:", "الخيارات:"), new("Commands:", "الأوامر:"),
    ];

    public static void Of(Command command, params string[] examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            option = new HelpOption();
            command.Options.Add(option);
        }

        option.Description = Phrase.Say("Show help and usage information", "عرض هذا الشرح");
        option.Action = new HelpExamples((SynchronousCommandLineAction)option.Action!, examples);
    }

    /// <summary>Who asks how a verb is used has not used it wrongly.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var written = new StringWriter { NewLine = "\n" };
        parseResult.InvocationConfiguration.Output = written;
        help.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.Write(Headings.Aggregate(written.ToString(), (text, heading) => text.Replace(heading.English + "\n", heading + "\n", StringComparison.Ordinal)));
        output.WriteLine(Phrase.Say("Examples:", "أمثلة:"));
        foreach (var example in examples)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
        return ExitCode.Fine;
    }
}
