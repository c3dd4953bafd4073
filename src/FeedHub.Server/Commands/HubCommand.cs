using System.CommandLine;
using System.CommandLine.Help;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>The command line: every verb is a file of this folder.</summary>
public static class HubCommand
{
    /// <summary>Path of feeds.json, for every verb that reads it.</summary>
    public static Option<string?> Feeds { get; } = new("--feeds") { Description = Phrase.Say("feeds.json to use (default: ./feeds.json)", "ملف feeds.json المستعمل (إن غاب فالملف ./feeds.json)"), Recursive = true, HelpName = "FILE" };

    /// <summary>Data folder, for every verb that opens the database.</summary>
    public static Option<string?> Data { get; } = new("--data") { Description = Phrase.Say("folder of the database (default: ./.data)", "مجلد قاعدة البيانات (إن غاب فالمجلد ./.data)"), Recursive = true, HelpName = "DIR" };

    public static RootCommand Create()
    {
        var root = new RootCommand(Phrase.Say("FeedHub: one merged, deduplicated feed of many Arabic news sites.", "برنامج FeedHub: خلاصة واحدة بلا تكرار لمواقع إخبارية عربية كثيرة.")) { Feeds, Data };
        var serve = ServeCommand.Create();
        root.Subcommands.Add(serve);
        root.Subcommands.Add(PollCommand.Create());
        root.Subcommands.Add(CheckCommand.Create());
        root.Subcommands.Add(AddCommand.Create());
        root.Subcommands.Add(ImportCommand.Create());
        root.Subcommands.Add(ExportOpmlCommand.Create());
        root.Subcommands.Add(PreviewCommand.Create());
        root.Subcommands.Add(CleanCommand.Create());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(ExportCommand.Create());
        root.Subcommands.Add(ImportHistoryCommand.Create());
        root.Subcommands.Add(BackupCommand.Create());
        root.Subcommands.Add(MigrateCommand.Create());
        root.Options.AddRange(serve.Options.Where(option => option is not HelpOption));
        HelpExamples.Of(root, "feedhub", "feedhub add https://www.enabbaladi.net", "feedhub poll", "feedhub VERB --help");
        root.Options.OfType<VersionOption>().Single().Description = Phrase.Say("Show version information", "عرض رقم الإصدار");
        root.Action = serve.Action;
        return root;
    }

    private static void AddRange(this IList<Option> options, IEnumerable<Option> more)
    {
        foreach (var option in more)
        {
            options.Add(option);
        }
    }
}
