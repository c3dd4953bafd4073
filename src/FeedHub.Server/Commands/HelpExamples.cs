using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace FeedHub.Server.Commands;

/// <summary>A verb's <c>--help</c>, with examples at its end.</summary>
internal sealed class HelpExamples(SynchronousCommandLineAction help, string[] examples) : SynchronousCommandLineAction
{
    public static void Of(Command command, params string[] examples)
    {
        var option = command.Options.OfType<HelpOption>().FirstOrDefault();
        if (option is null)
        {
            option = new HelpOption();
            command.Options.Add(option);
        }

        option.Action = new HelpExamples((SynchronousCommandLineAction)option.Action!, examples);
    }

    /// <summary>Who asks how a verb is used has not used it wrongly.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in examples)
        {
            output.WriteLine("  " + example);
        }

        output.WriteLine();
        return ExitCode.Fine;
    }
}
