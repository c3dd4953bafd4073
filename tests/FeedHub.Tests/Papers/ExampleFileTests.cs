using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using FeedHub.Server;
using FeedHub.Storage;
using FeedHub.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace FeedHub.Tests.Papers;

/// <summary>The files of .github work as they stand, or with nothing but names and ports changed.</summary>
public sealed partial class ExampleFileTests
{
    [Fact]
    public async Task Services_are_sound_and_alike()
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not installed.");
        var (one, many) = (Example("feedhub.service"), Example("feedhub@.service"));
        using var folder = new FeedHubProcess();

        Assert.Equal(Settings(one), Settings(many.Replace("--role %i ", "", StringComparison.Ordinal)).Where(line => line != "EnvironmentFile=/etc/feedhub/secrets"));
        foreach (var (name, unit) in new[] { ("feedhub.service", one), ("feedhub@.service", many) })
        {
            folder.Write(name, unit.Replace("/opt/feedhub/feedhub", FeedHubProcess.Program, StringComparison.Ordinal));
        }

        var result = (await folder.ShellAsync($"{Analyze} verify --man=no ./feedhub.service ./feedhub@.service")).Ended(0);
        Assert.Equal("", result.Output + result.Error);

        static IEnumerable<string> Settings(string unit) => unit.Split('\n').Where(line => !line.StartsWith('#'));
    }

    [Fact]
    public async Task Behind_nginx_the_hub_answers_and_keeps_its_inside_to_itself()
    {
        Assert.SkipUnless(NginxProxy.IsInstalled, "nginx is not installed.");
        await using var hub = await RunningHub.StartAsync("""{ "link": "https://news.example.org", "feeds": [] }""");
        var port = FreePort.Next();
        var sites = Example("nginx.conf")
            .Replace("server 127.0.0.1:5080;", $"server 127.0.0.1:{FreePort.Next()}; server {hub.Http.BaseAddress!.Authority};", StringComparison.Ordinal)
            .Replace("listen 80;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal);
        using var proxy = new NginxProxy(sites);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Host = "news.example.org";
        await proxy.UntilUpAsync(http);

        // The first of the two is away: the next one answers.
        Assert.Contains("https://news.example.org/feed.atom", await http.GetStringAsync("/feed.atom", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("<a class=\"brand\" href=\"/\">", await http.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var inside in new[] { "/hangfire", "/metrics" })
        {
            using var answer = await http.GetAsync(inside, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Prometheus_takes_the_alerts()
    {
        const string Promtool = "/usr/bin/promtool";
        Assert.SkipUnless(File.Exists(Promtool), "promtool is not installed (Debian has it in prometheus).");
        using var folder = new FeedHubProcess();
        folder.Write("alerts.yml", Example("alerts.yml"));

        Assert.Contains("SUCCESS", (await folder.ShellAsync($"{Promtool} check rules alerts.yml")).Ended(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Alerts_are_those_of_the_table()
    {
        var rules = (YamlSequenceNode)Yaml("alerts.yml")["groups"][0]["rules"];
        var table = AlertRow().Matches(Paper.Operations.Section("## Health and alerts")).Select(row => row.Groups[1].Value);

        Assert.Equal(table, rules.Select(rule => (string?)rule["expr"]));
    }

    [Fact]
    public void Containers_get_settings_that_exist_at_the_port_of_the_image()
    {
        var project = XDocument.Load(Repository.Folder("src/FeedHub.Server/FeedHub.Server.csproj"));
        var known = typeof(HubOptions).GetProperties().Select(property => $"FeedHub__{property.Name}").Append("ConnectionStrings__FeedHub").ToHashSet();
        var services = (YamlMappingNode)Yaml("compose.yaml")["services"];

        foreach (var role in new[] { HubRole.Worker, HubRole.Web })
        {
            var service = services[role.ToString().ToLowerInvariant()];
            var environment = ((YamlMappingNode)service["environment"]).ToDictionary(pair => (string)pair.Key!, pair => (string)pair.Value!);
            Assert.All(environment.Keys, name => Assert.Contains(name, known));
            Assert.Equal(role, Enum.Parse<HubRole>(environment["FeedHub__Role"], ignoreCase: true));
            Assert.Null(Database.WhyNot(environment["ConnectionStrings__FeedHub"]));
            Assert.Equal(project.Descendants("ContainerRepository").Single().Value, (string?)service["image"]);
        }

        var port = project.Descendants("ContainerPort").Single().Attribute("Include")!.Value;
        Assert.EndsWith(":" + port, (string)services["web"]["ports"][0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_workflow_runs_what_a_change_has_to_pass()
    {
        var steps = (YamlSequenceNode)Read(".github/workflows/ci.yml")["jobs"]["run"]["steps"];

        Assert.Contains(steps, step => step is YamlMappingNode fields && fields.Children.TryGetValue("run", out var run) && ((string)run!).EndsWith(".ci/run", StringComparison.Ordinal));
        Assert.True(File.Exists(Repository.Folder(".ci/run")));
    }

    [Fact]
    public void Every_form_for_issues_asks_for_something()
    {
        foreach (var form in Directory.EnumerateFiles(Repository.Folder(".github/ISSUE_TEMPLATE"), "*.yml").Where(file => Path.GetFileName(file) != "config.yml"))
        {
            var read = Read(Path.GetRelativePath(Repository.Root, form));
            Assert.NotEqual("", (string?)read["name"] + (string?)read["description"]);
            Assert.All((YamlSequenceNode)read["body"], field => Assert.NotNull((string?)field["attributes"]["label"]));
        }
    }

    private static string Example(string name) => File.ReadAllText(Repository.Folder($".github/examples/{name}"));

    private static YamlNode Yaml(string example) => Read($".github/examples/{example}");

    private static YamlNode Read(string path)
    {
        var stream = new YamlStream();
        using var text = File.OpenText(Repository.Folder(path));
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(text)));
        return stream.Documents[0].RootNode;
    }

    [GeneratedRegex(@"^\| [^|]+ \| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex AlertRow();
}
