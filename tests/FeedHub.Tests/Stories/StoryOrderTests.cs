using FeedHub.Cleaning;

namespace FeedHub.Tests.Stories;

/// <summary>Feeds are polled in any order: the same articles come to the same stories.</summary>
public sealed class StoryOrderTests
{
    private const int Orders = 20;

    [Fact]
    public void In_every_order_nearly_every_two_articles_are_told_apart_or_joined_alike()
    {
        var articles = Articles();
        var told = Enumerable.Range(0, Orders).Select(order => Told(articles, order)).ToArray();

        var joined = 0;
        var (asked, alike) = (0, 0);
        for (var one = 0; one < articles.Length; one++)
        {
            for (var other = one + 1; other < articles.Length; other++)
            {
                joined += told[0][one] == told[0][other] ? 1 : 0;
                asked += Orders - 1;
                alike += told.Skip(1).Count(stories => (stories[one] == stories[other]) == (told[0][one] == told[0][other]));
            }
        }

        Assert.True(joined > articles.Length / 2, $"{joined} pairs of {articles.Length} articles joined");
        Assert.True(alike >= 0.99 * asked, $"{alike} of {asked} pairs alike");
    }

    /// <summary>The story of each article, in the order of <paramref name="articles"/>.</summary>
    private static string[] Told(Article[] articles, int order)
    {
        var places = Enumerable.Range(0, articles.Length).ToArray();
        new Random(order).Shuffle(places);
        var hub = new TellStories();
        var stories = new string[articles.Length];
        foreach (var some in places.Chunk(7))
        {
            foreach (var (place, story) in some.Zip(hub.Tell([.. some.Select(place => articles[place] with { FirstSeenAt = News.Noon.AddHours(30), ChangedAt = News.Noon.AddHours(30) })])))
            {
                stories[place] = story;
            }
        }

        return stories;
    }

    /// <summary>Two reports of their own, cut, retold and continued by some papers; and every form, filled in several times and carried by two.</summary>
    private static Article[] Articles() =>
    [
        News.Article(News.BridgeTitle, News.Bridge),
        News.Article("افتتاح الجسر", News.BridgeRetold, "nahar", hours: 1),
        News.Article(News.BridgeTitle, News.Bridge[..News.Bridge.LastIndexOf('\n')], "hayat", hours: 2),
        News.Article("جسر جديد يصل ضفتي المدينة القديمة", News.Bridge, "watan", hours: 3),
        News.Article(News.StrikeTitle, News.Strike),
        News.Article("المعلمون يعودون إلى مدارسهم بعد اتفاق على الأجور", News.Strike, "nahar", hours: 1),
        News.Article(News.StrikeTitle, News.Strike[..News.Strike.LastIndexOf('\n')], "watan", hours: 2),
        .. from form in Templates.All.Values
           from filling in form.Fillings.Index()
           from paper in (string[])["sana", "nahar"]
           select News.Article(
               Fill(paper == "sana" ? form.Title : form.OtherTitle, filling.Item), (paper == "sana" ? "" : "وكالات: ") + Fill(form.Text, filling.Item), paper, filling.Index * 6),
    ];

    private static string Fill(string form, string[] filling) => string.Format(System.Globalization.CultureInfo.InvariantCulture, form, [.. filling]);
}
