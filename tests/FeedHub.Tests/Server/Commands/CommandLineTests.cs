using FeedHub.Server;
using FeedHub.Server.Commands;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class CommandLineTests
{
    public static TheoryData<string> Verbs => [.. HubCommand.Create().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name)];

    [Fact]
    public void Every_promised_verb_is_there() =>
        Assert.Equal(
            ["serve", "poll", "check", "add", "import", "export-opml", "preview", "clean", "explain", "export", "import-history", "backup", "migrate"],
            HubCommand.Create().Subcommands.Where(verb => !verb.Hidden).Select(verb => verb.Name));

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Every_verb_explains_itself_with_examples(string verb)
    {
        using var feedhub = new FeedHubProcess();

        foreach (var flag in (string[])["--help", "-h", "-?"])
        {
            var result = (await feedhub.RunAsync(verb, flag)).Ended(0);

            Assert.Equal("", result.Error);
            Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
            Assert.Contains("Examples:\n  feedhub ", result.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("preview --jsn --help")]
    [InlineData("migrate --to nonsense -h")]
    [InlineData("explain 1 --help")]
    public async Task Whoever_asks_for_help_gets_it_whatever_else_is_wrong(string arguments)
    {
        using var feedhub = new FeedHubProcess();

        var result = (await feedhub.RunAsync(arguments.Split(' '))).Ended(0);

        Assert.Equal("", result.Error);
        Assert.Contains("Usage:", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chek", "did you mean check?")]
    [InlineData("exprot", "did you mean export?")]
    [InlineData("check --fetc", "did you mean --fetch?")]
    [InlineData("preview --jsn x", "did you mean --json?")]
    [InlineData("poll --force --dta x", "did you mean --data?")]
    [InlineData("preview", "needs a feed")]
    [InlineData("add", "add")]
    [InlineData("clean nowhere.html", "no file nowhere.html")]
    [InlineData("clean --remove >>> nowhere.html", "no CSS selector")]
    [InlineData("preview --from nowhere.txt", "no file nowhere.txt")]
    [InlineData("import nowhere.opml", "no file nowhere.opml")]
    [InlineData("add ftp://a.example/feed", "cannot be followed")]
    [InlineData("import .", "is a folder")]
    [InlineData("clean .", "is a folder")]
    [InlineData("preview --from .", "is a folder")]
    [InlineData("add ", "is no address")]
    [InlineData("migrate --to Bogus=1", "no connection string of PostgreSQL")]
    [InlineData("migrate --to Host=", "Host")]
    [InlineData("check", "no such file")]
    [InlineData("check --feeds", "--feeds")]
    [InlineData("export", "start the hub once")]
    [InlineData("export --since yesterday", "--since is 'yesterday'")]
    [InlineData("backup copy.db", "start the hub once")]
    [InlineData("migrate", "--to")]
    [InlineData("migrate --to localhost", "connection string")]
    [InlineData("serve --role boss", "all, web or worker")]
    public async Task Wrong_use_is_one_line_on_standard_error_and_exit_code_2(string arguments, string expected)
    {
        using var feedhub = new FeedHubProcess();

        var result = (await feedhub.RunAsync(arguments.Split(' '))).Ended(2);

        Assert.Equal("", result.Output);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("serve --urls https://127.0.0.1:0", "needs a certificate")]
    [InlineData("serve --urls http://127.0.0.1:0 --data /proc/nothing", "another one with --data")]
    [InlineData("poll --feed a-exampel", "did you mean 'a-example'?")]
    [InlineData("poll --feed zz", "It names a-example")]
    public async Task A_hub_that_cannot_start_says_why_in_one_line(string arguments, string expected)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Write("feeds.json", """{ "feeds": [ { "url": "https://a.example/", "id": "a-example" } ] }""");

        var result = (await feedhub.RunAsync(arguments.Split(' '))).Ended(2);

        Assert.Contains(expected, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "http://localhost:5080")]
    [InlineData("http://[::]:5080", "http://localhost:5080")]
    [InlineData("http://*:80", "http://localhost:80")]
    [InlineData("http://10.0.0.7:5080", "http://10.0.0.7:5080")]
    public void An_address_that_means_every_one_of_this_machine_is_shown_as_one_to_open(string listened, string shown) =>
        Assert.Equal(shown, ListenAddresses.Openable(listened));

    [Theory]
    [InlineData("5080")]
    [InlineData("localhost:5080")]
    [InlineData("http://127.0.0.1:1:2")]
    [InlineData("ftp://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0/news")]
    [InlineData("http://127.0.0.1:0;nonsense")]
    public async Task An_address_nobody_can_listen_on_is_misuse(string urls)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Write("feeds.json", "{ \"feeds\": [] }");

        var result = (await feedhub.RunAsync("serve", "--urls", urls)).Ended(2);

        Assert.Contains("write http://localhost:5080", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_said_in_one_line()
    {
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        using var feedhub = new FeedHubProcess();
        feedhub.Write("feeds.json", "{ \"feeds\": [] }");

        var result = (await feedhub.RunAsync("serve", "--urls", $"http://{other.LocalEndpoint}")).Ended(2);

        Assert.Equal("", result.Output);
        Assert.Contains("choose another address with --urls", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"FeedHub\": { \"Data\": ", "appsettings.json")]
    [InlineData("{ \"FeedHub\": { \"FetchTimeout\": \"soon\" } }", "write a duration")]
    public async Task A_bad_setting_is_misuse(string settings, string expected)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Write("appsettings.json", settings);

        var result = (await feedhub.RunAsync("check")).Ended(2);

        Assert.Contains(expected, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check", "--feeds")]
    [InlineData("export", "--data")]
    public async Task An_empty_path_is_misuse(string verb, string option)
    {
        using var feedhub = new FeedHubProcess();

        var result = (await feedhub.RunAsync(verb, option, "")).Ended(2);

        Assert.Contains($"is empty: write a path, or leave it out ({option}", Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FeedHub__MaxConcurrentFetches", "99999999999", "from 1 to 2147483647")]
    [InlineData("FeedHub__Feeds", "", "is empty")]
    [InlineData("ConnectionStrings__FeedHub", "nonsense", "Host=localhost")]
    [InlineData("ConnectionStrings__FeedHub", "Host=x;Nope=1", "nope")]
    [InlineData("ConnectionStrings__FeedHub", "Username=me", "names no Host")]
    public async Task A_bad_setting_of_the_environment_is_misuse(string name, string value, string expected)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Environment[name] = value;

        var result = (await feedhub.RunAsync("export")).Ended(2);

        Assert.Contains(expected, Assert.Single(result.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_and_its_commit_are_a_line()
    {
        using var feedhub = new FeedHubProcess();

        // The commit follows where it was built from a checkout that has one.
        var commit = Path.Exists(Repository.Folder(".git")) ? @"\+[0-9a-f]{40}" : "";
        Assert.Matches($@"^\d+\.\d+\.\d+{commit}$", Assert.Single((await feedhub.RunAsync("--version")).Ended(0).Lines));
    }

    [Fact]
    public async Task Words_can_be_completed()
    {
        using var feedhub = new FeedHubProcess();

        var result = (await feedhub.RunAsync("[suggest:2]", "ex")).Ended(0);

        Assert.Equal(["explain", "export", "export-opml"], result.Lines.Order());
    }

    [Theory]
    [InlineData("serve --role ", "all web worker")]
    [InlineData("serve --log j", "json")]
    [InlineData("poll --feed s", "sana sahl")]
    [InlineData("poll --feed sana sa", "sana sahl")]
    [InlineData("poll --feeds nowhere.json --feed s", "")]
    [InlineData("poll --feeds bad.json --feed s", "")]
    public async Task Ids_and_choices_are_completed(string typed, string expected)
    {
        using var feedhub = new FeedHubProcess();
        feedhub.Write("feeds.json", """{ "feeds": [ { "id": "sana", "url": "https://a.example/" }, { "id": "sahl", "url": "https://b.example/" }, { "id": "minaa", "url": "https://c.example/" } ] }""");
        feedhub.Write("bad.json", "{ \"feeds\": [ ");

        var result = (await feedhub.RunAsync($"[suggest:{typed.Length}]", typed)).Ended(0);

        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(), result.Lines.Where(line => !line.StartsWith('-')).Order());
    }
}
