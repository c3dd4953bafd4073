using System.Text.Json;
using System.Xml.Linq;
using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Tests.Publishing;

/// <summary>An entry's last line: who else carries the story, in a form that wakes no reader.</summary>
public sealed class LastLineTests
{
    private static readonly DateTimeOffset Later = Published.Start.AddHours(1);

    [Theory]
    [InlineData("atom")]
    [InlineData("rss")]
    [InlineData("json")]
    public void It_names_who_else_carries_the_story_and_leads_to_its_page(string format)
    {
        var (content, summary) = Read(format, Published.Story(copies: [Published.Copy(1, "sahl"), Published.Copy(2, "minaa"), Published.Copy(3, "nahr"), Published.Copy(4, "nahr"), Published.Copy(5, "sahl")]));

        Assert.Equal("حمله أيضاً مصدران: جريدة الميناء، راديو النهر", content.Value);
        Assert.Equal("https://hub.example/stories/s1", (string?)content.Element("a")!.Attribute("href"));
        Assert.EndsWith(" — حمله أيضاً مصدران: جريدة الميناء، راديو النهر", summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("atom")]
    [InlineData("rss")]
    [InlineData("json")]
    public void Who_joins_later_is_named_where_readers_do_not_compare(string format)
    {
        StoryCopy[] first = [Published.Copy(1, "sahl"), Published.Copy(2, "minaa")];
        var (before, _) = Read(format, Published.Story(copies: first));
        var (after, summary) = Read(format, Published.Story(copies: [.. first, Published.Copy(3, "nahr", joinedAt: Later)]));

        Assert.Equal(before.ToString(), after.ToString());
        Assert.EndsWith("حمله أيضاً مصدران: جريدة الميناء، راديو النهر", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void With_new_words_come_the_names_known_by_then()
    {
        StoryCopy[] copies = [Published.Copy(1, "sahl"), Published.Copy(2, "minaa", joinedAt: Later), Published.Copy(3, "nahr", joinedAt: Later.AddHours(2))];

        Assert.Equal("من حمله أيضاً؟", Read("atom", Published.Story(copies: copies)).Content.Value);
        Assert.Equal("حمله أيضاً مصدر واحد: جريدة الميناء", Read("atom", Published.Story(copies: copies, updatedAt: Later.AddHours(1))).Content.Value);
    }

    [Fact]
    public void A_copy_that_is_shown_in_anothers_place_knows_who_was_there_before_it()
    {
        var story = Published.Story(2, "minaa", copies: [Published.Copy(1, "sahl"), Published.Copy(2, "minaa", joinedAt: Later), Published.Copy(3, "nahr", joinedAt: Later.AddHours(2))]);

        Assert.Equal("حمله أيضاً مصدر واحد: وكالة السهل", Read("atom", story).Content.Value);
    }

    [Fact]
    public void Many_are_counted_and_the_first_are_named()
    {
        var line = PublishedText.AlsoIn([.. Enumerable.Range(1, 11).Select(i => $"صحيفة {i}")]);

        Assert.Equal("حمله أيضاً 11 مصدراً: صحيفة 1، صحيفة 2، صحيفة 3، صحيفة 4، صحيفة 5، صحيفة 6، صحيفة 7، صحيفة 8 وغيرها", line);
    }

    private static (XElement Content, string Summary) Read(string format, Story story)
    {
        var feed = Published.Feed(story);
        if (format == "json")
        {
            using var json = JsonDocument.Parse(JsonFeedWriter.Write(feed));
            var item = json.RootElement.GetProperty("items")[0];
            return (Last(item.GetProperty("content_html").GetString()!), item.GetProperty("summary").GetString()!);
        }

        var root = FeedRules.Load(format == "atom" ? SyndicationWriter.WriteAtom(feed) : SyndicationWriter.WriteRss(feed)).Root!;
        return format == "atom"
            ? (Last(root.Descendants(FeedRules.Atom + "content").Single().Value), root.Descendants(FeedRules.Atom + "summary").Single().Value)
            : (Last(root.Descendants(FeedRules.Content + "encoded").Single().Value), root.Descendants("item").Single().Element("description")!.Value);

        static XElement Last(string html) => XElement.Parse(html).Elements("p").Last();
    }
}
