using System.Text;
using CsCheck;
using FeedHub.Parsing;

namespace FeedHub.Tests.Parsing;

/// <summary>Damaged JSON gives what is whole in it.</summary>
public sealed class JsonRepairTests
{
    private const string Head = "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"ق\",\"items\":[";

    [Theory]
    [InlineData("""{"id":"1","title":"أ\ud83d"}""", "أ\uFFFD")]
    [InlineData("""{"id":"1","title":"أ\ude00"}""", "أ\uFFFD")]
    [InlineData("""{"id":"1","title":"أ\ud83d\ude00"}""", "أ\U0001F600")]
    [InlineData("""{"id":"1","title":"أ\\ud83d\ude00"}""", "أ\\ud83d\uFFFD")]
    [InlineData("{\"id\":\"1\",\"title\":\"أ\n\tب\"}", "أ  ب")]
    [InlineData("{\"id\":\"1\",\"title\":\"أ\"},{}", "أ")]
    [InlineData("{\"id\":\"1\",\"title\":\"أ\"},null,[],7", "أ")]
    [InlineData("{\"id\":\"1\",\"title\":\"أ\",\"date_published\":false,\"tags\":\"x\",\"authors\":{},\"attachments\":[5]}", "أ")]
    public void A_damaged_item_gives_what_it_has(string items, string title) =>
        Assert.Equal(title, Assert.Single(Parse(Head + items + "]}").Entries).TitleHtml);

    [Theory]
    [InlineData("]}<!-- cached -->")]
    [InlineData("]}\n{\"again\":1}")]
    [InlineData(",{\"id\":\"2\",\"title\":\"نص")]
    [InlineData(",{\"id\":\"2\",\"authors\":[{\"name\":\"س\"}],\"content_text\":\"}]\\\"}")]
    public void Trailing_junk_and_halves_of_items_are_left_out(string rest)
    {
        var feed = Parse(Head + "{\"id\":\"1\",\"title\":\"\\\\\"}" + rest);

        Assert.Equal("\\", Assert.Single(feed.Entries).TitleHtml);
        Assert.Contains(feed.Problems, problem => problem.Contains("mended", StringComparison.Ordinal));
    }

    [Fact]
    public void Any_mutation_gives_a_feed_or_the_one_exception()
    {
        var seed = Head + """{"id":"1","title":"أ \ud83d\ude00","content_html":"<p>ب</p>","date_published":"2020-01-01T00:00:00Z","tags":["ت"],"attachments":[{"url":"/a","size_in_bytes":1}]}]}""";
        Gen.Select(Gen.Int[0, seed.Length - 1], Gen.OneOf(Gen.Char, Gen.Char[' ', '~']), Gen.Int[0, 3]).Sample(
            (at, put, kind) =>
            {
                var mutated = kind switch { 0 => seed.Remove(at, 1), 1 => seed.Insert(at, put.ToString()), 2 => seed[..at], _ => seed.Remove(at, 1).Insert(at, put.ToString()) };
                try
                {
                    Parse(mutated);
                }
                catch (NotAFeedException)
                {
                    // Said so.
                }
            },
            iter: 5_000);
    }

    private static ParsedFeed Parse(string document) => FeedParser.Parse(Encoding.UTF8.GetBytes(document), new ParseOptions());
}
