using System.Text;
using FeedHub.Cleaning.Lists;
using FeedHub.Parsing;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning.Lists;

public sealed class ListFinderTests
{
    private static readonly ParseOptions Options = new() { BaseUri = new Uri("https://paper.example/news"), Now = ListPages.Now };

    public static TheoryData<string> Names => [.. ListPages.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_list_of_a_page_is_found_and_read(string name)
    {
        var (html, links, dated) = ListPages.All[name];

        var found = ListFinder.Find(html, Options)[0];
        var read = ListPage.Read(Encoding.UTF8.GetBytes(html), found.Items, Options);

        Assert.Equal(links.Select(link => new Uri(Options.BaseUri!, link).AbsoluteUri), read.Entries.Select(entry => entry.Link));
        Assert.Equal(dated, read.Entries.Count(entry => entry.Published is not null && entry.Published <= ListPages.Now));
        Assert.All(read.Entries, entry => Assert.True(entry.TitleHtml is not null || entry.ContentHtml is not null));
    }

    [Fact]
    public void A_page_of_another_encoding_is_read_by_its_bytes()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var (html, links, _) = ListPages.All["a table"];

        var read = ListPage.Read(Encoding.GetEncoding(1256).GetBytes(html.Replace("<meta charset='utf-8'>", "", StringComparison.Ordinal)), new ItemSelectors("table.newslist tr"), Options);

        Assert.Equal(links.Length, read.Entries.Length);
        Assert.StartsWith("بلدية الميناء", read.Entries[0].TitleHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"NewsArticle\"", true)]
    [InlineData("[\"Thing\", \"NewsArticle\"]", true)]
    [InlineData("[1, \"NewsArticle\"]", true)]
    [InlineData("[\"Thing\"]", false)]
    [InlineData("7", false)]
    public void Articles_of_linked_data_may_be_of_several_types(string type, bool isArticle)
    {
        var page = Encoding.UTF8.GetBytes($$"""<html><script type="application/ld+json">{ "@type": {{type}}, "headline": "خبر اليوم", "url": "/n/1" }</script></html>""");

        if (isArticle)
        {
            Assert.Single(ListPage.Read(page, new ItemSelectors("script"), Options).Entries);
        }
        else
        {
            Assert.Throws<NotAFeedException>(() => ListPage.Read(page, new ItemSelectors("script"), Options));
        }
    }

    [Fact]
    public void A_title_on_a_page_is_text_and_no_markup()
    {
        const string Page = "<html><div class='i'><a href='/n/1'>أقل من 5 &lt;b&gt; نقاط</a></div></html>";

        Assert.True(Assert.Single(ListPage.Read(Encoding.UTF8.GetBytes(Page), new ItemSelectors(".i"), Options).Entries).TitleIsText);
    }

    [Fact]
    public void What_the_source_says_of_its_items_is_believed()
    {
        const string Page = """
            <html lang='ar'><base href='/ar/'><div class='i'><b class='k'>اقتصاد</b><a class='pic' href='/wrong'><img data-lazy-src='../i/1.jpg' src='data:x'></a><a class='go' href='n/1'>خبر اليوم</a>
            <em>عنوان الخبر الأول</em><div class='d'>28 نوفمبر</div><div class='s'>ملخص قصير</div></div><div class='i'><em>بلا رابط</em></div></html>
            """;

        var entry = Assert.Single(ListPage.Read(Encoding.UTF8.GetBytes(Page), new ItemSelectors(".i", ".go", "em", ".s", ".d", "img"), Options).Entries);

        Assert.Equal(("https://paper.example/ar/n/1", "عنوان الخبر الأول", "ملخص قصير", "https://paper.example/i/1.jpg"), (entry.Link, entry.TitleHtml, entry.ContentHtml, entry.ImageUrl));
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.Zero), entry.Published);
    }

    [Theory]
    [InlineData("<div id=root></div><script src=/app.js></script>", "script")]
    [InlineData("<p>لا أخبار اليوم", "no list")]
    [InlineData("", "no list")]
    public void A_selector_that_finds_nothing_says_what_the_page_holds(string html, string word) =>
        Assert.Contains(word, Assert.Throws<NotAFeedException>(() => ListPage.Read(Encoding.UTF8.GetBytes(html), new ItemSelectors(".card"), Options)).Message, StringComparison.Ordinal);

    [Fact]
    public void After_a_new_design_the_message_names_the_list_of_now()
    {
        var message = Assert.Throws<NotAFeedException>(() => ListPage.Read(Encoding.UTF8.GetBytes(ListPages.All["WordPress"].Html), new ItemSelectors("div.old-card"), Options)).Message;

        Assert.Contains("\"div.old-card\"", message, StringComparison.Ordinal);
        Assert.Contains("\"article.post\"", message, StringComparison.Ordinal);
        Assert.Contains("بلدية الميناء", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_order_or_number_of_visitors_changes_no_entry()
    {
        const string Item = "<li class='n'><h3><a href='/n/{0}'>خبر من المدينة رقم {0}</a></h3><span class='views'>{1} مشاهدة</span><time>منذ {2} ساعات</time></li>";
        ParsedFeed Read(params (int Number, int Views, int Hours)[] items) => ListPage.Read(
            Encoding.UTF8.GetBytes(string.Concat(items.Select(item => string.Format(null, Item, item.Number, item.Views, item.Hours)))), new ItemSelectors("li.n"), Options);

        var (first, second) = (Read((1, 10, 3), (2, 20, 4)), Read((2, 99, 6), (1, 11, 5)));

        Assert.Equal(first.Entries.Select(entry => entry.RawHash).Order(), second.Entries.Select(entry => entry.RawHash).Order());
    }

    [Fact]
    public void A_hostile_page_costs_little()
    {
        string[] pages =
        [
            string.Concat(Enumerable.Range(0, 100_000).Select(i => $"<a href=/n/{i}>خبر من أخبار المدينة رقم {i}</a>")),
            string.Concat(Enumerable.Repeat("<div class=card><h2><a href=/same>خبر واحد من أخبار المدينة</a></h2></div>", 10_000)),
            string.Concat(Enumerable.Repeat("<div class=x><a href=/n>خبر واحد من أخبار المدينة", 40_000)),
            string.Concat(Enumerable.Range(0, 3_000).Select(day => $"<td class=day><a href=/calendar/{day}>أخبار يوم من أيام الشهر {day}</a></td>")),
            string.Concat(Enumerable.Range(0, 9_000).Select(i => $"<div class='c{i} card'><h2><a href=/n/{i}>خبر من أخبار المدينة رقم {i}</a></h2></div>")),
        ];
        foreach (var page in pages)
        {
            var started = ThreadTime.Now;
            try
            {
                Assert.InRange(ListPage.Read(Encoding.UTF8.GetBytes(page), new ItemSelectors("a"), Options).Entries.Length, 0, 200);
                ListFinder.Find(page, Options);
            }
            catch (NotAFeedException)
            {
                // Too large for a tree.
            }

            Assert.True(ThreadTime.Now - started < TimeSpan.FromSeconds(2) * Busy.Slowness, page[..40]);
        }
    }
}
