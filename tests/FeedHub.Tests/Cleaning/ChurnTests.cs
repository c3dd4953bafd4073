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
    [InlineData("1,024 مشاهدة", "1.2K مشاهدة")]
    [InlineData("1.2K مشاهدة", "1.3 ألف مشاهدة")]
    [InlineData("لا توجد تعليقات", "تعليق واحد")]
    [InlineData("تعليق واحد", "تعليقان")]
    [InlineData("قرأ هذا الخبر 12 شخصا", "قرأ هذا الخبر 19 شخصا")]
    [InlineData("شوهد 7 مرة", "شوهد 12 مرة")]
    [InlineData("آخر تحديث: 10:21", "آخر تحديث: 10:36")]
    [InlineData("آخر تحديث: 28/11/2026 - 10:20", "آخر تحديث: 28/11/2026 - 10:35")]
    [InlineData("آخر تحديث: قبل ساعتين", "آخر تحديث: أمس")]
    [InlineData("👁 120", "👁 133")]
    [InlineData("❤ 3 💬 4", "❤ 5 💬 4")]
    [InlineData("مشاركة 3 تغريد 4", "مشاركة 5 تغريد 4")]
    [InlineData("نشر قبل 2 ساعات | 900 مشاهدة |", "نشر قبل 3 ساعات | 950 مشاهدة |")]
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
    [InlineData("قتل 21 من زوار المرقد بانفجار", "قتل 24 من زوار المرقد بانفجار")]
    [InlineData("خاض اللاعب 21 مشاركة وسجل هدفين", "خاض اللاعب 24 مشاركة وسجل هدفين")]
    [InlineData("حصد الفيلم 3 ملايين مشاهدة", "حصد الفيلم 4 ملايين مشاهدة")]
    [InlineData("عدد الزيارات الرسمية: 3", "عدد الزيارات الرسمية: 4")]
    [InlineData("عدد زوار المعرض: 300 زائر", "عدد زوار المعرض: 400 زائر")]
    [InlineData("Minister said 21 views were heard", "Minister said 24 views were heard")]
    public void A_figure_that_tells_news_is_news(string before, string now) => Assert.Equal(now, Settle(Article(before), Article(now)).Text);

    [Theory]
    [InlineData("مقتل 3 من زوار المرقد", "مقتل 4 من زوار المرقد")]
    [InlineData("4 تعليقات", "5 تعليقات")]
    [InlineData("3 قراءات في الميزانية", "4 قراءات في الميزانية")]
    public void A_figure_of_a_title_is_news(string before, string now) =>
        Assert.Equal(now, Settle(Article(News) with { Title = before }, Article(News) with { Title = now }).Title);

    [Fact]
    public void A_counter_behind_a_title_is_none() =>
        Assert.EndsWith("(3 تعليقات)", Settle(Article(News) with { Title = "القاعة الجديدة (3 تعليقات)" }, Article(News) with { Title = "القاعة الجديدة (9 تعليقات)" }).Title, StringComparison.Ordinal);

    [Fact]
    public void Corrections_of_most_entries_are_news_where_each_has_its_own()
    {
        var changes = Enumerable.Range(1, 6).Select(i => (Article($"{News} {i}\nأصيب {i} في حادث {i * 7}", i), Article($"{News} {i}\nأصيب {i + 20} في حادث {(char)('أ' + i)}", i))).ToList();

        Assert.All(Churn.Settle(changes, 6), article => Assert.Contains($"أصيب {article.Id + 20}", article.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_swapped_under_most_entries_of_a_fetch_is_no_news()
    {
        var changes = Enumerable.Range(0, 4).Select(i => (Article($"{News} {i}\nالخبر الأبرز: قمة", i), Article($"{News} {i}\nالخبر الأبرز: زلزال وغيره", i))).ToList();

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
        Id = id,
        FeedId = "s",
        EntryId = $"{id}",
        Link = "",
        UrlKey = "",
        Title = "القاعة الجديدة",
        Text = text,
        Language = "ar",
        ContentKey = text,
        FirstSeenAt = Now,
        ChangedAt = Now,
    };
}
