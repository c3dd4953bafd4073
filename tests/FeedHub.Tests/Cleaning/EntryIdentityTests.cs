using FeedHub.Cleaning;
using FeedHub.Parsing;

namespace FeedHub.Tests.Cleaning;

public sealed class EntryIdentityTests
{
    [Fact]
    public void An_entry_is_known_by_its_guid()
    {
        var identified = Identify(Entry("tag:x.test,2024:1", "https://x.test/a", "أول"), Entry("7", "https://x.test/b", "ثان"));

        Assert.Equal(["tag:x.test,2024:1", "7"], identified.Select(entry => entry.EntryId));
        Assert.Equal(["x.test/a", "x.test/b"], identified.Select(entry => entry.UrlKey));
    }

    [Fact]
    public void White_space_in_a_guid_makes_no_second_id() =>
        AssertOneId(Identify(Entry(" post 1\n", "https://x.test/a", "أول"), Entry("post  1", "https://x.test/a", "أول")));

    [Theory]
    [InlineData("http://x.test/a/", "https://www.x.test/a")]
    [InlineData("https://x.test/a?utm_source=rss&utm_medium=feed", "https://x.test/a")]
    [InlineData("https://x.test/%D8%A3", "https://x.test/أ")]
    [InlineData("https://x.test/a#xtor=RSS-1", "https://x.test/a")]
    public void A_guid_that_is_an_address_is_known_by_its_key(string first, string second)
    {
        AssertOneId(Identify(Entry(first, null, "أول"), Entry(second, null, "أول")));
        Assert.Equal(Identify(Entry(first, null, "أول"))[0].UrlKey, Identify(Entry(second, null, "أول"))[0].UrlKey);
    }

    [Fact]
    public void Posts_of_a_live_page_differ_in_their_fragment() =>
        Assert.Equal(2, Identify(Entry("https://x.test/live#post-1", "https://x.test/live#post-1", "أول"), Entry("https://x.test/live#post-2", "https://x.test/live#post-2", "ثان")).Count);

    [Fact]
    public void A_guid_is_kept_as_written() =>
        Assert.Equal("https://x.test/?p=12", Identify(Entry("\n https://x.test/?p=12 ", "https://x.test/a", "أول"), Entry("2", "https://x.test/b", "ثان"))[0].EntryId);

    [Fact]
    public void A_guid_that_every_entry_shares_says_nothing()
    {
        var identified = Identify(
            Entry("https://x.test/", "https://x.test/a", "أول"), Entry("https://x.test/", "https://x.test/b", "ثان"), Entry("https://x.test/", "https://x.test/c", "ثالث"));

        Assert.Equal(["url:x.test/a", "url:x.test/b", "url:x.test/c"], identified.Select(entry => entry.EntryId));
    }

    [Fact]
    public void A_guid_used_for_two_articles_loses_neither()
    {
        var entries = Enumerable.Range(0, 20).Select(i => Entry(i is 3 or 4 ? "dup" : $"id{i}", $"https://x.test/{i}", $"عنوان {i}")).ToArray();

        Assert.Equal(20, Identify(entries).Count);
    }

    [Fact]
    public void A_link_that_entries_share_is_no_identity()
    {
        var identified = Identify(Entry("1", "https://x.test/live", "أول"), Entry("2", "https://x.test/live", "ثان"), Entry("3", "https://x.test/c", "ثالث"));

        Assert.Equal(["", "", "x.test/c"], identified.Select(entry => entry.UrlKey));
        Assert.Equal(3, identified.Count);
    }

    [Fact]
    public void The_home_page_is_no_identity() =>
        Assert.Equal("", EntryIdentity.Identify(Feed([Entry("1", "https://x.test/", "أول")], link: "http://www.x.test"))[0].UrlKey);

    [Fact]
    public void Without_guid_the_link_counts_and_without_link_the_text()
    {
        var identified = Identify(Entry(null, "https://x.test/a", "أول"), Entry(null, null, "ثان"), Entry("", null, "ثالث"), Entry("null", null, "<b>ثالث</b>"));

        Assert.Equal("url:x.test/a", identified[0].EntryId);
        Assert.StartsWith("text:", identified[1].EntryId, StringComparison.Ordinal);
        Assert.Equal(identified[2].EntryId, identified[3].EntryId);
    }

    [Fact]
    public void An_id_is_never_empty_and_never_endless()
    {
        var identified = Identify(Entry(null, null, null), Entry(new string('x', 100_000), null, "أول"));

        Assert.All(identified, entry => Assert.InRange(entry.EntryId.Length, 1, 600));
    }

    private static void AssertOneId(IReadOnlyList<IdentifiedEntry> entries) => Assert.Single(entries.Select(entry => entry.EntryId).Distinct());

    [Fact]
    public void An_id_that_most_entries_bear_under_other_titles_identifies_none() =>
        Assert.Equal(4, Identify([.. Enumerable.Range(1, 4).Select(number => Entry("post", null, $"خبر {number}"))]).Select(entry => entry.EntryId).Distinct().Count());

    private static IReadOnlyList<IdentifiedEntry> Identify(params ParsedEntry[] entries) => EntryIdentity.Identify(Feed(entries));

    private static ParsedFeed Feed(ParsedEntry[] entries, string? link = null) => new() { Format = "rss-2.0", Link = link, Entries = [.. entries] };

    private static ParsedEntry Entry(string? id, string? link, string? title) => new() { Id = id, Link = link, TitleHtml = title };
}
