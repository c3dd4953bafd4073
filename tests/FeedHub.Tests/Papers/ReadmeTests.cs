using System.Globalization;
using System.Text.RegularExpressions;
using FeedHub.Server;
using FeedHub.Server.Commands;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Papers;

/// <summary>What the README and the other papers say is so. With FEEDHUB_APPROVE=1 the tables and verdicts in them are written anew.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Tables_are_those_of_the_program()
    {
        foreach (var paper in Paper.All)
        {
            var expected = FilledTables.Filled(paper);
            if (Environment.GetEnvironmentVariable("FEEDHUB_APPROVE") == "1" && expected != paper.Text)
            {
                File.WriteAllText(Repository.Folder(paper.Path), expected);
            }

            Assert.Equal(expected, File.ReadAllText(Repository.Folder(paper.Path)));
        }
    }

    [Fact]
    public void The_README_is_read_in_one_sitting() => Assert.InRange(Paper.Readme.Text.Split('\n').Length, 60, 151);

    [Fact]
    public void Commands_are_understood()
    {
        var commands = Paper.All.SelectMany(paper => paper.CommandLines())
            .Select(line => Regex.Match(line, "^(?:feedhub|dotnet run --project src/FeedHub.Server --) (.*)$"))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.True(commands.Count > 15, "There are hardly any.");
        Assert.All(commands, command => Assert.Empty(HubCommand.Create().Parse(command).Errors));
    }

    [Fact]
    public void The_table_of_verbs_names_every_verb_and_only_options_there_are()
    {
        var table = Paper.Operations.Section("## Commands");
        var root = HubCommand.Create();

        Assert.All(root.Subcommands.Where(verb => !verb.Hidden), verb => Assert.Contains($"`{verb.Name}", table, StringComparison.Ordinal));
        var options = root.Subcommands.Append<System.CommandLine.Command>(root).SelectMany(command => command.Options).Select(option => option.Name).ToHashSet();
        Assert.All(Regex.Matches(table, "--[a-z][a-z-]+").Select(match => match.Value), option => Assert.Contains(option, options));
    }

    [Fact]
    public void Settings_are_those_of_the_program_with_its_defaults()
    {
        var options = typeof(HubOptions).GetProperties().ToDictionary(property => property.Name);
        var named = Paper.All.SelectMany(paper => Regex.Matches(paper.Text, "FeedHub__([A-Za-z]+)")).Select(match => match.Groups[1].Value).ToHashSet();
        var rows = Regex.Matches(Paper.Operations.Section("## Settings"), @"^\| `FeedHub:([A-Za-z]+)` \| `FeedHub__\1` \| (.*?) \|", RegexOptions.Multiline)
            .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value);

        Assert.All(named, name => Assert.Contains(name, options.Keys.Append("Log")));
        Assert.All(options.Keys.Except(["FetchLimits", "ConnectionString", "AllowAllPrivateNetworks", "FetchPatience"]), name => Assert.Contains(name, rows.Keys));
        Assert.All(rows.Where(row => row.Key != "Log" && row.Value.StartsWith('`')), row => Assert.Equal(Written(options[row.Key].GetValue(new HubOptions())), row.Value));

        static string Written(object? value) => value switch
        {
            TimeSpan duration => string.Create(CultureInfo.InvariantCulture, $"`{duration.TotalSeconds}s`"),
            HubRole role => $"`{role.ToString().ToLowerInvariant()}`",
            _ => string.Create(CultureInfo.InvariantCulture, $"`{value}`"),
        };
    }

    [Fact]
    public void Links_lead_somewhere()
    {
        var anchors = Paper.All.ToDictionary(paper => paper.Path, paper => paper.Anchors().ToHashSet());
        var links = Paper.All.SelectMany(paper => paper.Links().Select(link => (paper.Path, link.Target, link.Heading))).Where(link => !link.Target.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.All(links, link => Assert.True(Path.Exists(Repository.Folder(link.Target)), $"{link.Path}: {link.Target}"));
        Assert.All(links.Where(link => link.Heading.Length > 0), link => Assert.Contains(link.Heading, anchors[link.Target]));
    }

    [Fact]
    public void Files_that_are_named_exist()
    {
        var sources = new[] { "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Folder(folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetFileName(file)).ToHashSet();

        foreach (var paper in Paper.All)
        {
            Assert.All(
                paper.InlineCode().Where(code => SourceFile().IsMatch(code) && code != "robots.txt"),
                file => Assert.True(sources.Contains(file), $"{paper} names {file}."));
            Assert.All(
                paper.InlineCode().Where(code => PathOfOurs().IsMatch(code)),
                path => Assert.True(Path.Exists(Repository.Folder(path)) || Path.Exists(Path.Combine(Repository.Folder(paper.Folder), path)), $"{paper} names {path}."));
        }
    }

    [Fact]
    public void Tests_that_are_named_exist()
    {
        var names = typeof(ReadmeTests).Assembly.GetTypes().SelectMany(type => type.GetMethods().Select(method => $"{type.FullName}.{method.Name}")).ToList();
        var filters = Paper.All.SelectMany(paper => Regex.Matches(paper.Text, "--filter \"?(?:FullyQualifiedName~)?([A-Za-z_]+)")).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(filters);
        Assert.All(filters, filter => Assert.Contains(names, name => name.Contains(filter, StringComparison.Ordinal)));
    }

    [Fact]
    public void Runs_of_the_benchmarks_are_those_of_the_program()
    {
        var program = File.ReadAllText(Repository.Folder("tests/FeedHub.Benchmarks/Program.cs"));
        var runs = Regex.Matches(program, @"^    \[""([a-z0-9-]+)""", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ToHashSet();
        var named = Paper.All.SelectMany(paper => Regex.Matches(paper.Text, "`RUN ([a-z0-9]+)")).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.All(named, run => Assert.Contains(run, runs));

        // Two are the other side of a run, started by it.
        Assert.All(runs.Except(["bare", "fetching-origin"]), run => Assert.Contains(run, named));
    }

    [Fact]
    public void Every_feeds_json_is_sound()
    {
        foreach (var paper in Paper.All)
        {
            Assert.All(
                paper.Blocks("jsonc"),
                example => Assert.Empty(CatalogReader.Read(example.Replace("samples/feed.xml", "README.md", StringComparison.Ordinal), Repository.Folder("README.md")).Mistakes));
        }
    }

    [Fact]
    public void The_changelog_begins_with_this_version()
    {
        var version = typeof(HubHost).Assembly.GetName().Version!.ToString(3);

        Assert.Equal($"## {version}", Paper.Read(".github/CHANGELOG.md").Text.Split('\n').First(line => line.StartsWith("## ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_decision_is_listed_and_says_its_context_choice_reason_and_cost()
    {
        var decisions = Paper.All.Where(paper => paper.Folder == "src/decisions" && !paper.Path.EndsWith("README.md", StringComparison.Ordinal)).ToList();
        var listed = Regex.Matches(Paper.Read("src/decisions/README.md").Text, @"^- \[(.*)\]\((.*)\)$", RegexOptions.Multiline)
            .Select(line => ($"src/decisions/{line.Groups[2].Value}", line.Groups[1].Value)).ToHashSet();

        Assert.Equal(decisions.Select(decision => (decision.Path, decision.Text.Split('\n')[0][2..])).ToHashSet(), listed);
        Assert.All(decisions, decision => Assert.Equal(["Context", "Choice", "Why", "Cost"], Regex.Matches(decision.Text, @"^\*\*(\w+)\.\*\* ", RegexOptions.Multiline).Select(match => match.Groups[1].Value)));
    }

    [GeneratedRegex(@"^[A-Za-z.]+\.(cs|razor|txt|tsv|sql)$")]
    private static partial Regex SourceFile();

    [GeneratedRegex(@"^(src|tests|FeedHub|FeedHub\.Server|\.ci|\.github)/[A-Za-z0-9./-]+$")]
    private static partial Regex PathOfOurs();
}
