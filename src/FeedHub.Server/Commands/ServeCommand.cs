using System.CommandLine;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary><c>serve</c>, the default: polls, matches and serves until told to stop.</summary>
internal static class ServeCommand
{
    private const string Name = "serve";

    private static readonly Option<string?> Urls = new("--urls") { Description = Phrase.Say("addresses to listen on (default: http://localhost:5080)", "العناوين التي يستقبل عليها (إن غابت فالعنوان http://localhost:5080)"), HelpName = "URLS" };
    private static readonly Option<string?> Role = new("--role") { Description = Phrase.Say("all, web or worker: several processes share one PostgreSQL (default: all)", "الدور all أو web أو worker: برامج عدة على قاعدة PostgreSQL واحدة (إن غاب فهو all)"), HelpName = "ROLE" };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = Phrase.Say("also log polls that changed nothing, and what libraries say", "تسجيل ما لم يغيّر شيئاً من الجلب، وما تقوله المكتبات أيضاً") };
    private static readonly Option<string?> Log = new("--log") { Description = Phrase.Say("text: a line per event; json: a JSON object per line (default: text)", "القيمة text: سطر لكل حدث؛ والقيمة json: كائن JSON في كل سطر (إن غاب فهي text)"), HelpName = "FORMAT" };

    public static Command Create()
    {
        Role.CompletionSources.Add("all", "web", "worker");
        Log.CompletionSources.Add("text", "json");
        var command = new Command(Name, Phrase.Say("Poll the sources and serve the merged feed (default).", "يجلب المصادر ويقدم الخلاصة المجموعة (وهو المفترض).")) { Urls, Role, Verbose, Log };
        HelpExamples.Of(command, "feedhub serve", "feedhub serve --feeds /etc/feedhub/feeds.json --data /var/lib/feedhub --urls http://127.0.0.1:5080", "feedhub serve --role worker");
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, cancellationToken));
        return command;
    }

    /// <summary>True for the verb itself and for a command line without a verb.</summary>
    public static bool Is(Command command) => command is RootCommand || command.Name == Name;

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var configuration = HubSettings.Configuration(
        [
            new("FeedHub:Feeds", parsed.GetValue(HubCommand.Feeds)),
            new("FeedHub:Data", parsed.GetValue(HubCommand.Data)),
            new("FeedHub:Role", parsed.GetValue(Role)),
            new("FeedHub:Verbose", parsed.GetValue(Verbose) ? "true" : null),
            new("FeedHub:Log", parsed.GetValue(Log)),
            new("urls", parsed.GetValue(Urls)),
        ]);
        var options = HubSettings.Read(configuration);
        var (catalog, mistakes) = await CatalogFile.ReadAsync(options.Feeds, cancellationToken);
        if (catalog is null)
        {
            return await CommandLine.ComplainAboutAsync(mistakes);
        }

        var app = await HubHost.BuildAsync(options, configuration, catalog, cancellationToken);
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await using (app)
            {
                await app.RunAsync(cancellationToken);
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // Told to stop while the database is away: what could not be handed back in time runs out by itself.
        }

        return ExitCode.Fine;
    }
}
