using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class FeedCandidatesTests
{
    [Theory]
    [InlineData("https://www.youtube.com/channel/UCabcdefghijklmnopqrstuv/videos", "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv")]
    [InlineData("https://youtube.com/playlist?app=x&list=PL12-_ab", "https://www.youtube.com/feeds/videos.xml?playlist_id=PL12-_ab")]
    [InlineData("https://m.youtube.com/user/someone", "https://www.youtube.com/feeds/videos.xml?user=someone")]
    [InlineData("https://news.google.com/search?q=%D8%AF%D9%85%D8%B4%D9%82&hl=ar&gl=SY&ceid=SY:ar", "https://news.google.com/rss/search?q=%D8%AF%D9%85%D8%B4%D9%82&hl=ar&gl=SY&ceid=SY:ar")]
    [InlineData("https://news.google.com/topics/CAAq?hl=ar", "https://news.google.com/rss/topics/CAAq?hl=ar")]
    [InlineData("https://news.google.com/home?hl=ar&gl=EG&ceid=EG:ar", "https://news.google.com/rss?hl=ar&gl=EG&ceid=EG:ar")]
    [InlineData("https://t.me/s/channel_name", "https://rsshub.app/telegram/channel/channel_name")]
    [InlineData("https://t.me/channel_name/123", "https://rsshub.app/telegram/channel/channel_name")]
    [InlineData("https://www.reddit.com/r/arabs/", "https://www.reddit.com/r/arabs/.rss")]
    [InlineData("https://github.com/dotnet/runtime", "https://github.com/dotnet/runtime/releases.atom")]
    [InlineData("https://medium.com/@someone", "https://medium.com/feed/@someone")]
    [InlineData("https://someone.blogspot.com/2026/11/post.html", "https://someone.blogspot.com/feeds/posts/default")]
    public void A_well_known_site_has_its_feed_in_a_known_place(string page, string feed) =>
        Assert.Equal(feed, FeedCandidates.FromAddress(new Uri(page))[0].AbsoluteUri);

    [Theory]
    [InlineData("https://www.youtube.com/watch?v=x")]
    [InlineData("https://t.me/+secretInvitation")]
    [InlineData("https://t.me/joinchat/AAAA")]
    [InlineData("https://news.google.com/rss/search?q=x")]
    [InlineData("https://www.enabbaladi.net/")]
    public void Other_addresses_say_nothing(string page) => Assert.Empty(FeedCandidates.FromAddress(new Uri(page)));

    [Fact]
    public void A_video_page_of_YouTube_names_its_channel() =>
        Assert.Equal(
            "https://www.youtube.com/feeds/videos.xml?channel_id=UCabcdefghijklmnopqrstuv",
            FeedCandidates.FromPage("""<script>var x = {"channelId":"UCabcdefghijklmnopqrstuv"}</script>""", new Uri("https://www.youtube.com/@someone"))[0].AbsoluteUri);

    [Fact]
    public void Links_that_go_nowhere_on_the_web_are_left_out() =>
        Assert.Empty(FeedCandidates.FromPage(
            """<a href="javascript:feed()">RSS</a><a href="mailto:rss@x.example">x</a><link rel=alternate type=application/rss+xml><a href="">rss</a>""",
            new Uri("https://x.example/")));

    [Fact]
    public void A_hostile_page_is_read_quickly()
    {
        var started = ThreadTime.Now;
        FeedCandidates.FromPage(string.Concat(Enumerable.Repeat("<a href=/feed><b><i>", 200_000)), new Uri("https://x.example/"));
        FeedCandidates.FromPage("<a " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=1 ")), new Uri("https://x.example/"));
        FeedCandidates.FromPage(new string('<', 3_000_000), new Uri("https://x.example/"));

        var spent = ThreadTime.Now - started;
        Assert.True(spent < TimeSpan.FromSeconds(20), $"It took {spent}.");
    }

    [Theory]
    [InlineData("<link rel='alternate' type='text/xml' href='/news'>", "https://x.example/news")]
    [InlineData("<link rel='feed' href='/news'>", "https://x.example/news")]
    [InlineData("<link rel='alternate' type='application/rss+xml' href='feed:https://x.example/a'>", "https://x.example/a")]
    [InlineData("<link rel='alternate' type='application/rss+xml' href='feed://x.example/a'>", "https://x.example/a")]
    [InlineData("<html lang='ar-SY'><link rel='alternate' hreflang='en' type='application/rss+xml' href='/en'><link rel='alternate' hreflang='ar' type='application/rss+xml' href='/ar'>", "https://x.example/ar")]
    [InlineData("<link rel='alternate' type='application/rss+xml' title='بودكاست' href='/p'><link rel='alternate' type='application/rss+xml' title='الأخبار' href='/n'>", "https://x.example/n")]
    [InlineData("<link rel='alternate' type='application/rss+xml' title='Comments' href='/c'><link rel='alternate' type='application/rss+xml' title='Podcast' href='/p'>", "https://x.example/p")]
    public void The_likeliest_feed_comes_first(string html, string first) =>
        Assert.Equal(first, FeedCandidates.FromPage(html, new Uri("https://x.example/page"))[0].AbsoluteUri);

    [Theory]
    [InlineData("<a href='/syndicate.rss'>x</a>")]
    [InlineData("<a href='/out' type='application/rss+xml'>x</a>")]
    [InlineData("<a href='/out'>RSS</a>")]
    [InlineData("<a href='/out' title='RSS'>x</a>")]
    public void A_link_looks_like_a_feed_by_its_address_its_type_or_its_words(string html) =>
        Assert.NotEmpty(FeedCandidates.FromPage(html, new Uri("https://x.example/page")));

    [Fact]
    public void A_page_below_a_section_is_looked_for_in_its_section() =>
        Assert.Contains(new Uri("https://x.example/ar/feed"), FeedCandidates.Usual(new Uri("https://x.example/ar/news/1")));
}
