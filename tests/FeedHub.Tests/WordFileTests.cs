using System.Text.RegularExpressions;
using FeedHub.Tests.Support;

namespace FeedHub.Tests;

public sealed class WordFileTests
{
    private const string Text = """
        # a note
        [first]
        اقرأ المزيد
          read more  

        # another
        [empty]
        [last]
        one
        """;

    /// <summary>Files of words, and the one place that reads each.</summary>
    public static TheoryData<string, string[]> Files => new()
    {
        { "src/FeedHub/Cleaning/Junk/junk.txt", ["src/FeedHub/Cleaning/Junk/JunkWords.cs"] },
        { "src/FeedHub/Cleaning/Junk/churn.txt", ["src/FeedHub/Cleaning/Junk/Churn.cs"] },
        { "src/FeedHub/Cleaning/Page/page.txt", ["src/FeedHub/Cleaning/Page/PageText.Words.cs"] },
        { "src/FeedHub/Fetching/not-a-feed.txt", ["src/FeedHub/Fetching/NotAFeedPage.cs"] },
        { "src/FeedHub/Parsing/Dates/dates.txt", ["src/FeedHub/Parsing/Dates/FeedDate.cs", "src/FeedHub/Parsing/Dates/ListDate.cs", "src/FeedHub/Parsing/Dates/ClockTime.cs"] },
    };

    [Fact]
    public void Sections_have_their_lines_without_notes_and_blanks()
    {
        var words = WordFile.Parse("words.txt", Text);

        Assert.Equal(["first", "empty", "last"], words.Sections);
        Assert.Equal(["اقرأ المزيد", "read more"], words["first"]);
        Assert.Empty(words["empty"]);
        Assert.Contains("[missing]", Assert.Throws<InvalidOperationException>(() => words["missing"]).Message, StringComparison.Ordinal);
        Assert.Contains("stands before", Assert.Throws<InvalidOperationException>(() => WordFile.Parse("words.txt", "one\n[first]")).Message, StringComparison.Ordinal);
    }

    /// <summary>A section that nobody reads would look as if it did something.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_section_is_read_and_holds_each_line_once(string file, string[] readers)
    {
        var words = WordFile.Parse(file, File.ReadAllText(Path.Combine(Repository.Root, file)));
        var code = string.Concat(readers.Select(reader => File.ReadAllText(Path.Combine(Repository.Root, reader))));

        Assert.NotEmpty(words.Sections);
        Assert.All(words.Sections, section =>
        {
            var name = Regex.Replace(section, "^(guard|month|number|unit|two) .*", "$1");
            Assert.Matches($"\"{Regex.Escape(name)}", code);
            Assert.Equal(words[section].Distinct(), words[section]);
        });
    }
}
