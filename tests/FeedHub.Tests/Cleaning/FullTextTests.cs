using System.Diagnostics;
using System.Text;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Tests.Cleaning;

public sealed class FullTextTests
{
    private const string Lead = "افتتحت بلدية الميناء صباح الأحد سوقها القديم بعد عامين من أعمال الترميم التي شملت سقوفه الخشبية.";
    private const string Second = "وقال رئيس البلدية سامر الحداد في كلمة قصيرة إن السوق سيعمل طوال أيام الأسبوع، وإن إيجارات دكاكينه لن ترتفع هذا العام.";
    private const string Third = "وأضاف أن المرحلة التالية، وهي ترميم الخان المجاور، تبدأ في الخريف وتنتهي قبل موسم السياحة المقبل في المدينة.";

    private static readonly string Body = $"{Lead}\n{Second}\n{Third}";

    [Fact]
    public void An_excerpt_becomes_the_article_of_its_page()
    {
        var improved = Improve(Excerpt(), Page($"<article><h1>السوق القديم يفتح أبوابه</h1><div class='meta'>الأحد</div><p>{Lead}</p><p>{Second}</p><p>{Third}</p></article>"));

        Assert.Equal(Body, improved.Text);
        Assert.False(improved.IsTruncated);
        Assert.NotEqual("old", improved.ContentKey);
        Assert.Equal("السوق القديم يفتح أبوابه", improved.Title);
    }

    [Fact]
    public void An_entry_without_text_takes_the_page_that_is_about_its_title() =>
        Assert.Equal(Body, Improve(Excerpt() with { Text = "" }, Page($"<article><h1>السوق القديم يفتح أبوابه</h1><p>{Lead}</p><p>{Second}</p><p>{Third}</p></article>")).Text);

    [Fact]
    public void A_page_in_an_old_encoding_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var page = Encoding.GetEncoding(1256).GetBytes(Page($"<div id='content'><p>{Lead}</p><p>{Second}</p><p>{Third}</p></div>"));

        Assert.Equal(Body, FullText.Improve(Excerpt(), page, "text/html; charset=windows-1256", CleaningOptions.Default).Text);
    }

    [Theory]
    [InlineData("نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا، وبمتابعة التصفح فإنك توافق على سياسة الخصوصية وشروط الاستخدام الخاصة بنا وعلى مشاركة بياناتك مع شركائنا في الإعلان والتحليل.")]
    [InlineData("يرجى تفعيل جافاسكريبت في متصفحك لعرض هذه الصفحة، فهذا الموقع لا يعمل من دونه، ثم أعد تحميل الصفحة أو تواصل مع فريق الدعم إن بقيت المشكلة قائمة بعد ذلك في جهازك.")]
    [InlineData("هذا المحتوى للمشتركين فقط. سجل الدخول لمتابعة القراءة أو اشترك الآن في النسخة الرقمية واحصل على شهر كامل من القراءة مجانا ومن دون إعلانات على جميع أجهزتك وفي التطبيق.")]
    [InlineData("الصفحة غير موجودة. ربما تغير عنوان الصفحة التي تبحث عنها أو حذفت من الموقع، جرب البحث أو عد إلى الصفحة الرئيسية لتصفح آخر الأخبار والتقارير والصور والمقاطع المصورة فيه.")]
    public void A_wall_is_never_taken_for_an_article(string wall)
    {
        var page = Page($"<main><p>{Lead[..60]}…</p><div><p>{wall}</p><p>{wall}</p></div></main>");

        Assert.Equal(Excerpt(), Improve(Excerpt(), page));
    }

    [Fact]
    public void A_list_of_headlines_is_no_article()
    {
        var headlines = string.Concat(Enumerable.Range(0, 60).Select(i => $"<li><a href='/{i}'>عنوان خبر قصير رقم {i}</a></li>"));

        Assert.Equal(Excerpt(), Improve(Excerpt(), Page($"<main><h1>السوق القديم</h1><ul>{headlines}</ul></main>")));
    }

    [Fact]
    public void Another_article_is_not_this_one()
    {
        const string Other = "هطلت أمطار غزيرة على المرتفعات الغربية أمس الجمعة، وأغلقت السيول طريقين فرعيين ساعات قبل أن تعيد فرق الطوارئ حركة المرور إليهما.";

        Assert.Equal(Excerpt(), Improve(Excerpt(), Page($"<article><p>{Other}</p><p>{Other}</p><p>{Other}</p></article>")));
    }

    [Fact]
    public void A_longer_text_of_the_feed_stays()
    {
        var whole = Excerpt() with { Text = Body, IsTruncated = false };

        Assert.Equal(whole, Improve(whole, Page($"<article><p>{Lead}</p></article>")));
    }

    [Fact]
    public void A_source_may_leave_elements_out()
    {
        var page = Page($"<article><p>{Lead}</p><p class='promo'>{Third} عرض خاص للقراء.</p><p>{Second}</p><p>{Third}</p></article>");

        Assert.Equal(Body, FullText.Improve(Excerpt(), Encoding.UTF8.GetBytes(page), "text/html", CleaningOptions.Default with { Remove = [".promo"] }).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7 \u0001\u0002")]
    [InlineData("<html>")]
    [InlineData("<article><p>")]
    public void What_is_no_page_changes_nothing(string page) => Assert.Equal(Excerpt(), Improve(Excerpt(), page));

    [Fact]
    public void A_picture_is_no_page() =>
        Assert.Equal(Excerpt(), FullText.Improve(Excerpt(), Encoding.UTF8.GetBytes(Page($"<p>{Body}</p>")), "image/png", CleaningOptions.Default));

    [Fact]
    public void Hostile_pages_cost_little()
    {
        string[] pages =
        [
            string.Concat(Enumerable.Range(0, 1900).Select(i => $"<b a{i}>ن<i a{i}>")),
            string.Concat(Enumerable.Repeat("<div>", 100_000)),
            "<table>" + string.Concat(Enumerable.Repeat("<br>ن", 300_000)),
            string.Concat(Enumerable.Repeat("ن</x>", 300_000)),
            string.Concat(Enumerable.Repeat("<p>ن", 300_000)),
            "<p " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=1 ")) + ">",
        ];
        foreach (var page in pages)
        {
            var started = Stopwatch.GetTimestamp();
            Assert.Equal(Excerpt(), Improve(Excerpt(), page));
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(8), page[..20]);
        }
    }

    private static Article Improve(Article article, string page) => FullText.Improve(article, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8", CleaningOptions.Default);

    private static string Page(string main) =>
        "<!DOCTYPE html><html lang='ar' dir='rtl'><head><title>السوق القديم يفتح أبوابه - صحيفة الميناء</title></head><body>"
        + "<header><nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/l'>محليات</a></li></ul></nav></header>"
        + main
        + "<aside><h3>الأكثر قراءة</h3><ul><li><a href='/1'>خبر أول</a></li><li><a href='/2'>خبر ثان</a></li></ul></aside><footer>جميع الحقوق محفوظة © صحيفة الميناء</footer></body></html>";

    private static Article Excerpt() => new()
    {
        FeedId = "x",
        EntryId = "1",
        Link = "https://x.test/1",
        Title = "السوق القديم يفتح أبوابه",
        Text = Lead[..60] + "…",
        IsTruncated = true,
        FirstSeenAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
        Language = "ar",
        UrlKey = "x.test/1",
        ContentKey = "old",
    };
}
