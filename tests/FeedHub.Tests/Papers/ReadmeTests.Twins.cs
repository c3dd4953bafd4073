namespace FeedHub.Tests.Papers;

/// <summary>The README speaks two languages and says the same in both.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Each_section_of_the_README_has_its_Arabic_twin()
    {
        Assert.Equal(Paper.Readme.Levels(), Paper.Arabic.Levels());
        Assert.All(Paper.Readme.Sections().Zip(Paper.Arabic.Sections()), pair => AssertTwins(pair.First, pair.Second));
    }

    [Fact]
    public void Each_names_the_other_at_its_top()
    {
        Assert.Contains(Paper.Readme.Links().Take(1), link => link.Target == Paper.Arabic.Path);
        Assert.Contains(Paper.Arabic.Links().Take(1), link => link.Target == Paper.Readme.Path);
    }

    /// <summary>What needs no translation is the same: commands, examples, names, links; and they have as many lines, rows and points.</summary>
    private static void AssertTwins(Paper english, Paper arabic)
    {
        Assert.Equal(english.Blocks("[a-z]+"), arabic.Blocks("[a-z]+"));
        Assert.Equal(english.InlineCode().Order(StringComparer.Ordinal), arabic.InlineCode().Order(StringComparer.Ordinal));
        Assert.Equal(Elsewhere(english), Elsewhere(arabic));
        Assert.Equal(Starting(english, "- "), Starting(arabic, "- "));
        Assert.Equal(Starting(english, "| "), Starting(arabic, "| "));
        Assert.InRange((double)arabic.WithoutBlocks().Length / english.WithoutBlocks().Length, 0.6, 1.4);

        static IEnumerable<string> Elsewhere(Paper paper) =>
            paper.Links().Where(link => link.Target != Paper.Readme.Path && link.Target != Paper.Arabic.Path).Select(link => $"{link.Target}#{link.Heading}");

        static int Starting(Paper paper, string mark) => paper.WithoutBlocks().Split('\n').Count(line => line.StartsWith(mark, StringComparison.Ordinal));
    }
}
