using FeedHub.Cleaning;
using FeedHub.Parsing;

namespace FeedHub.Tests.Cleaning;

public sealed class ChurnTests
{
    private const string News = "أعلنت إدارة المتحف افتتاح القاعة الجديدة بعد أعمال ترميم استمرت 3 سنوات وحضرها 40 باحثاً.";
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("عدد المشاهدات: 899", "عدد المشاهدات: 1,204")]
    [InlineData("التعليقات (3)", "التعليقات (12)")]
    [InlineData("٣ تعليقات", "٤ تعليقات")]
    [InlineData("نشر قبل ساعتين", "نشر قبل 3 ساعات")]
    [InlineData("منذ 5 دقائق", "منذ ساعة واحدة")]
    [InlineData("آخر تحديث: قبل دقيقة", "آخر تحديث: قبل 16 دقيقة")]
    [InlineData("مشاركة 5 | إعجاب 17", "مشاركة 6 | إعجاب 20")]
    [InlineData("1200 views", "1250 views")]
    [InlineData("12 hours ago", "13 hours ago")]
    [InlineData("", "التعليقات (1)")]
    public void A_line_of_counters_or_of_age_is_no_news(string before, string now)
    {
        before = (News + "\n" + before).TrimEnd();
        var settled = Settle(Article(before), Article(News + "\n" + now) with { RawHash = 2, Updated = Now, ChangedAt = Now.AddHours(1) });

        Assert.Equal((before, 2ul, null, Now), (settled.Text, settled.RawHash, settled.Updated, settled.ChangedAt));
    }

    [Fact]
    public void A_counter_within_a_line_is_no_news_either() =>
        Assert.Contains("(899", Settle(Article("تقرير مصور عن القاعة الجديدة وما فيها (899 مشاهدة حتى الآن)"), Article("تقرير مصور عن القاعة الجديدة وما فيها (905 مشاهدة حتى الآن)")).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("قتل 5 أشخاص في الانفجار", "قتل 6 أشخاص في الانفجار")]
    [InlineData("بدأت الجلسة قبل 3 ساعات من موعد الانتخابات المقررة غدا", "بدأت الجلسة قبل 5 ساعات من موعد الانتخابات المقررة غدا")]
    [InlineData("استمر الترميم 3 سنوات", "استمر الترميم 4 سنوات")]
    [InlineData("أعلنت الادارة", "أعلنت الإدارة")]
    [InlineData("السعر 500 ليرة", "السعر 550 ليرة")]
    public void A_figure_that_tells_news_is_news(string before, string now) => Assert.Equal(now, Settle(Article(before), Article(now)).Text);

    [Fact]
    public void A_line_swapped_under_most_entries_of_a_fetch_is_no_news()
    {
        var changes = Enumerable.Range(0, 4).Select(i => (Article($"{News} {i}\nالخبر الأبرز: {i}", i), Article($"{News} {i}\nالخبر الأبرز: {i + 7} وغيره", i))).ToList();

        Assert.All(Churn.Settle(changes, 5), article => Assert.Equal(changes.Single(change => change.Item1.Id == article.Id).Item1.Text, article.Text));
        Assert.All(Churn.Settle(changes, 20), article => Assert.EndsWith("وغيره", article.Text, StringComparison.Ordinal));
        Assert.All(Churn.Settle([.. changes.Take(2)], 2), article => Assert.EndsWith("وغيره", article.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_date_first_told_stays_unless_the_publisher_tells_an_older_one()
    {
        var before = Article(News) with { Published = Now };

        Assert.Equal(Now, Settle(before, Article(News) with { Published = Now.AddHours(2) }).Published);
        Assert.Equal(Now, Settle(before, Article(News) with { Published = null }).Published);
        Assert.Equal(Now.AddHours(-2), Settle(before, Article(News) with { Published = Now.AddHours(-2) }).Published);
        Assert.Equal(Now, Settle(Article(News), Article(News) with { Published = Now }).Published);
    }

    [Fact]
    public void A_link_counted_anew_stays_and_one_that_moved_is_taken()
    {
        var before = Article(News) with { Link = "https://s.test/a?session=1", UrlKey = "s.test/a?session=1" };

        Assert.Equal(before.Link, Settle(before, before with { Link = "https://s.test/a?session=2", UrlKey = "s.test/a?session=2" }).Link);
        Assert.Equal(before.UrlKey, Settle(before, before with { Link = "https://s.test/a?session=2", UrlKey = "s.test/a?session=2" }).UrlKey);
        Assert.Equal(before.Link, Settle(before, before with { Link = "http://www.s.test/a?session=1" }).Link);
        Assert.Equal("https://new.test/a", Settle(before, before with { Link = "https://new.test/a", UrlKey = "new.test/a" }).Link);
    }

    [Fact]
    public void Files_signed_anew_stay_as_they_were_and_other_files_are_taken()
    {
        var before = Article(News) with { ImageUrl = "https://cdn.test/1.jpg?s=1", Enclosures = [new Enclosure("https://cdn.test/1.mp3?s=1", "audio/mpeg", 5)] };

        var signed = Settle(before, before with { ImageUrl = "https://cdn.test/1.jpg?s=2", Enclosures = [new Enclosure("https://cdn.test/1.mp3?s=2", "audio/mpeg", 5)] });
        var other = Settle(before, before with { ImageUrl = "https://cdn.test/2.jpg", Enclosures = [new Enclosure("https://cdn.test/2.mp3", "audio/mpeg", 5)] });

        Assert.Equal((before.ImageUrl, before.Enclosures), (signed.ImageUrl, signed.Enclosures));
        Assert.Equal(("https://cdn.test/2.jpg", "https://cdn.test/2.mp3"), (other.ImageUrl, other.Enclosures[0].Url));
    }

    private static Article Settle(Article before, Article now) => Assert.Single(Churn.Settle([(before, now)], 1));

    private static Article Article(string text, long id = 1) => new()
    {
        Id = id, FeedId = "s", EntryId = $"{id}", Link = "", UrlKey = "", Title = "القاعة الجديدة", Text = text, Language = "ar", ContentKey = text, FirstSeenAt = Now, ChangedAt = Now,
    };
}
