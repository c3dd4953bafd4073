using System.Text;
using System.Text.RegularExpressions;
using FeedHub.Server;
using FeedHub.Server.Commands;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests;

/// <summary>What the README says is so.</summary>
public sealed class ReadmeTests
{
    private static readonly string File = Repository.Folder("README.md");

    private static string Text => System.IO.File.ReadAllText(File);

    [Fact]
    public void Its_tables_of_keys_are_those_of_the_loader()
    {
        var expected = Filled(Filled(Text, "hub keys", Table(CatalogKeys.Hub)), "feed keys", Table(CatalogKeys.Feed));
        if (Environment.GetEnvironmentVariable("FEEDHUB_APPROVE") == "1")
        {
            System.IO.File.WriteAllText(File, expected);
        }

        Assert.Equal(expected, Text);
    }

    [Fact]
    public void Its_commands_are_understood()
    {
        var commands = Regex.Matches(Text, "```sh\n(.*?)```", RegexOptions.Singleline)
            .SelectMany(block => block.Groups[1].Value.Split('\n'))
            .Where(line => line.Contains("feedhub ", StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf("feedhub ", StringComparison.Ordinal) + "feedhub ".Length)..])
            .ToList();

        Assert.True(commands.Count > 8, "There are hardly any.");
        Assert.All(commands, command => Assert.Empty(HubCommand.Create().Parse(command).Errors));
    }

    [Fact]
    public void Its_table_of_verbs_names_every_verb_and_only_options_there_are()
    {
        var table = Text[Text.IndexOf("## The command line", StringComparison.Ordinal)..Text.IndexOf("## How merging", StringComparison.Ordinal)];
        var root = HubCommand.Create();

        Assert.All(root.Subcommands.Where(verb => !verb.Hidden), verb => Assert.Contains($"`{verb.Name}", table, StringComparison.Ordinal));
        var options = root.Subcommands.Append<System.CommandLine.Command>(root).SelectMany(command => command.Options).Select(option => option.Name).ToHashSet();
        Assert.All(Regex.Matches(table, "--[a-z][a-z-]+").Select(match => match.Value), option => Assert.Contains(option, options));
    }

    [Fact]
    public void Its_settings_are_those_of_the_program()
    {
        var known = typeof(HubOptions).GetProperties().Select(property => property.Name).Append("Log").ToHashSet();

        var named = Regex.Matches(Text, "FeedHub__([A-Za-z]+)").Select(match => match.Groups[1].Value).ToHashSet();

        Assert.All(named, name => Assert.Contains(name, known));
        Assert.All(
            known.Except(["FetchLimits", "ConnectionString", "AllowAllPrivateNetworks", "FetchPatience"]),
            name => Assert.Contains(name, named));
    }

    [Fact]
    public async Task Its_services_are_sound_and_alike()
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(System.IO.File.Exists(Analyze), "systemd-analyze is not installed.");
        var units = Regex.Matches(Text, "```ini\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value).ToList();
        using var folder = new FeedHubProcess();

        Assert.Equal(2, units.Count);
        Assert.Equal(units[0], units[1].Replace("--role %i ", "", StringComparison.Ordinal).Replace("EnvironmentFile=/etc/feedhub/secrets\n", "", StringComparison.Ordinal));
        foreach (var (name, unit) in new[] { ("feedhub.service", units[0]), ("feedhub@.service", units[1]) })
        {
            folder.Write(name, unit.Replace("/opt/feedhub/feedhub", FeedHubProcess.Program, StringComparison.Ordinal));
        }

        var result = (await folder.ShellAsync($"{Analyze} verify --man=no ./feedhub.service ./feedhub@.service")).Ended(0);
        Assert.Equal("", result.Output + result.Error);
    }

    [Fact]
    public void Its_links_lead_somewhere()
    {
        var files = Regex.Matches(Text, @"\]\(([^)#:]+)\)").Select(match => match.Groups[1].Value)
            .Concat(Regex.Matches(Text, @"`((?:src|tests)/[A-Za-z./]+)`").Select(match => match.Groups[1].Value));
        var headings = Regex.Matches(Text, "^#+ (.*)$", RegexOptions.Multiline)
            .Select(match => Regex.Replace(match.Groups[1].Value.ToLowerInvariant(), "[^a-z0-9 -]", "").Replace(' ', '-'))
            .ToHashSet();

        Assert.All(files, file => Assert.True(Path.Exists(Repository.Folder(file)), file));
        Assert.All(Regex.Matches(Text, @"\]\(#([^)]+)\)").Select(match => match.Groups[1].Value), anchor => Assert.Contains(anchor, headings));
    }

    [Fact]
    public void Its_feeds_json_is_sound()
    {
        foreach (var example in Regex.Matches(Text, "```jsonc\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value))
        {
            var mistakes = CatalogReader.Read(example.Replace("samples/feed.xml", "README.md", StringComparison.Ordinal), File).Mistakes;

            Assert.Empty(mistakes);
        }
    }

    private static string Filled(string text, string name, string table)
    {
        var start = text.IndexOf($"<!-- {name} -->", StringComparison.Ordinal) + $"<!-- {name} -->\n".Length;
        var end = text.IndexOf("<!-- end -->", start, StringComparison.Ordinal);
        return text[..start] + table + text[end..];
    }

    private static string Table<TTarget>(IEnumerable<CatalogKey<TTarget>> keys)
    {
        var table = new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
        foreach (var key in keys)
        {
            table.Append($"| `{key.Name}` | {key.Kind} | {(key.Default is null ? "" : $"`{key.Default}`")} | {key.Meaning} |\n");
        }

        return table.ToString();
    }
}
