using System.Text.RegularExpressions;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Papers;

/// <summary>A Markdown file of the checkout.</summary>
/// <param name="Path">From its root.</param>
internal sealed partial record Paper(string Path, string Text)
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    public static IReadOnlyList<Paper> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(new[] { ".github", "src", "tests" }.SelectMany(folder => Directory.EnumerateFiles(Repository.Folder(folder), "*.md", Everywhere)))
            .Select(file => Read(System.IO.Path.GetRelativePath(Repository.Root, file)))
            .OrderBy(paper => paper.Path, StringComparer.Ordinal),
    ];

    public static Paper Readme => Read("README.md");

    public static Paper Arabic => Read(".github/README.ar.md");

    public static Paper Operations => Read("src/FeedHub.Server/README.md");

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    public static Paper Read(string path) => new(path, File.ReadAllText(Repository.Folder(path)));

    /// <summary>As a failed test names it.</summary>
    public override string ToString() => Path;

    /// <summary>What stands in fences of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Text, $"^```{language}\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline).Select(block => block.Groups[1].Value);

    /// <summary>Lines of its shell blocks, without comments.</summary>
    public IEnumerable<string> CommandLines() => Blocks("sh").SelectMany(block => block.Split('\n')).Where(line => line.Length > 0);

    /// <summary>From a heading to the next of its level or a higher one.</summary>
    public string Section(string heading)
    {
        var start = Text.IndexOf($"\n{heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{Path} has no \"{heading}\".");
        var level = heading.TakeWhile(letter => letter == '#').Count();
        var next = new Regex($"^#{{1,{level}}} ", RegexOptions.Multiline).Match(Text, start + heading.Length + 2);
        return Text[start..(next.Success ? next.Index : Text.Length)];
    }

    /// <summary>Targets of links and pictures: a path from the root, or an address, and the heading behind the #.</summary>
    public IEnumerable<(string Target, string Heading)> Links() => Link().Matches(WithoutBlocks()).Select(link => link.Groups[1].Value).Select(target =>
        target.Contains("://", StringComparison.Ordinal) ? (target, "")
        : target.Split('#') is [var file, var heading] ? (FromRoot(file), heading)
        : (FromRoot(target), ""));

    /// <summary>Headings as links name them: lower case, hyphens for spaces, no punctuation.</summary>
    public IEnumerable<string> Anchors() => Heading().Matches(WithoutBlocks())
        .Select(match => NotInAnchors().Replace(match.Groups[2].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    public IEnumerable<string> InlineCode() => Code().Matches(WithoutBlocks()).Select(match => match.Groups[1].Value);

    /// <summary>How deep each heading is, in their order.</summary>
    public IEnumerable<int> Levels() => Heading().Matches(WithoutBlocks()).Select(match => match.Groups[1].Length);

    /// <summary>What stands under each heading.</summary>
    public IEnumerable<Paper> Sections() => Heading().Split(Text).Where((_, index) => index % 3 == 0).Skip(1).Select(text => this with { Text = text });

    public string WithoutBlocks() => Block().Replace(Text, "");

    private string FromRoot(string file) =>
        file.Length == 0 ? Path : System.IO.Path.GetRelativePath(Repository.Root, System.IO.Path.Combine(Repository.Folder(Folder), file));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^(#+) (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex NotInAnchors();
}
