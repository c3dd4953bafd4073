using System.Globalization;
using System.Text;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

public sealed class FullTextTests
{
    private const string Lead = "افتتحت بلدية الميناء صباح الأحد سوقها القديم بعد عامين من أعمال الترميم التي شملت سقوفه الخشبية.";
    private const string Second = "وقال رئيس البلدية سامر الحداد في كلمة قصيرة إن السوق سيعمل طوال أيام الأسبوع، وإن إيجارات دكاكينه لن ترتفع هذا العام.";
    private const string Third = "وأضاف أن المرحلة التالية، وهي ترميم الخان المجاور، تبدأ في الخريف وتنتهي قبل موسم السياحة المقبل في المدينة.";

    private const string Other = "هطلت أمطار غزيرة على المرتفعات الغربية أمس الجمعة، وأغلقت السيول طريقين فرعيين ساعات قبل أن تعيد فرق الطوارئ حركة المرور إليهما.";

    private static readonly HashSet<string> NoLines = [];

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

    [Theory]
    [InlineData("as suq al qadim yaftah", "<meta property='og:title' content='السوق القديم يفتح أبوابه'>", "السوق القديم يفتح أبوابه")]
    [InlineData("as suq al qadim yaftah", "", "السوق القديم يفتح أبوابه من جديد")]
    [InlineData("عنوان كتبه محرر", "<meta property='og:title' content='عنوان آخر'>", "عنوان كتبه محرر")]
    public void A_title_made_of_the_address_gives_way_to_the_pages_own(string title, string head, string shown)
    {
        var page = $"<html><head>{head}</head><body><article><h1>السوق القديم يفتح أبوابه من جديد</h1><p>{Lead}</p><p>{Second}</p><p>{Third}</p></article></body></html>";

        Assert.Equal(shown, Improve(Excerpt() with { Title = title, Link = "https://x.test/2026/as-suq-al-qadim-yaftah.html" }, page).Title);
    }

    /// <summary>Arabic addresses often are the title: the site's name behind it on the page is none of it.</summary>
    [Theory]
    [InlineData("السوق القديم يفتح أبوابه - صحيفة الميناء", "السوق القديم يفتح أبوابه | الميناء", "السوق القديم يفتح أبوابه")]
    [InlineData("السوق القديم يفتح أبوابه - صحيفة الميناء", "السوق القديم «يفتح» أبوابه", "السوق القديم «يفتح» أبوابه")]
    public void A_page_that_only_adds_its_sites_name_leaves_the_title(string shared, string heading, string shown)
    {
        var page = $"<html><head><meta property='og:title' content='{shared}'></head><body><article><h1>{heading}</h1><p>{Lead}</p><p>{Second}</p><p>{Third}</p></article></body></html>";

        Assert.Equal(shown, Improve(Excerpt() with { Link = "https://x.test/السوق-القديم-يفتح-أبوابه/" }, page).Title);
    }

    [Fact]
    public void A_page_in_an_old_encoding_is_read()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var page = Encoding.GetEncoding(1256).GetBytes(Page($"<div id='content'><p>{Lead}</p><p>{Second}</p><p>{Third}</p></div>"));

        Assert.Equal(Body, FullText.Read(Excerpt(), page, "text/html; charset=windows-1256", CleaningOptions.Default, NoLines).Article.Text);
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
    public void Of_several_articles_on_a_page_the_one_under_its_title_is_taken()
    {
        var others = Enumerable.Range(0, 3).Select(i => $"<article><h2><a href='/{i}'>قصة أخرى طويلة من قصص العدد {i}</a></h2><p>{Other}</p><p>{Other} وانتهى الخبر {i}.</p><p>{Other}</p></article>").ToArray();
        var own = $"<article><h2><a href='/own'>السوق القديم يفتح أبوابه</a></h2><p>{Lead}</p><p>{Second}</p><h3>المرحلة التالية</h3><p>{Third}</p></article>";

        Assert.Equal($"{Lead}\n{Second}\nالمرحلة التالية\n{Third}", Improve(Excerpt(), Page($"<main>{others[0]}{others[1]}{own}{others[2]}</main>")).Text);
    }

    [Fact]
    public void A_page_that_lists_excerpts_has_no_more_than_the_feed()
    {
        var others = string.Concat(Enumerable.Range(0, 12).Select(i => $"<div><h2><a href='/{i}'>قصة أخرى طويلة من قصص العدد {i}</a></h2><p>{Other[..90]}…</p></div>"));

        Assert.Equal(Excerpt(), Improve(Excerpt(), Page($"<main><div><h2><a href='/own'>السوق القديم يفتح أبوابه</a></h2><p>{Lead[..60]}…</p></div>{others}</main>")));
    }

    [Theory]
    [InlineData("<h3>التعليقات</h3><div><b>قارئ</b><p>{0}</p></div><div><b>قارئة</b><p>{0}</p></div>")]
    [InlineData("<section><h2>المزيد من الأخبار</h2><ul><li>{0}</li><li>{0}</li></ul></section>")]
    [InlineData("<section><h3><a href='/1'>قصة أخرى طويلة من قصص العدد</a></h3><p>{0}</p><h3><a href='/2'>قصة ثانية طويلة من قصص العدد</a></h3><p>{0}</p><h3><a href='/3'>قصة ثالثة طويلة من قصص العدد</a></h3><p>{0}</p></section>")]
    public void What_follows_an_article_on_its_page_is_left_out(string after)
    {
        var rest = string.Format(CultureInfo.InvariantCulture, after, Other);

        Assert.Equal(Body, Improve(Excerpt(), Page($"<div class='story'><h1>السوق القديم يفتح أبوابه</h1><p>{Lead}</p><p>{Second}</p><p>{Third}</p>{rest}</div>")).Text);
    }

    [Fact]
    public void What_stands_between_its_paragraphs_is_left_out()
    {
        const string Slot = "<div class='slot'>إعلان</div>";
        const string Box = "<h4><a href='/7'>قصة أخرى طويلة من قصص العدد</a></h4>";

        Assert.Equal(Body, Improve(Excerpt(), Page($"<article><p>{Lead}</p>{Slot}<p>{Second}</p>{Box}<div class='share-buttons'>انشر الخبر حيث تشاء</div><p>{Third}</p>{Slot}</article>")).Text);
    }

    [Fact]
    public void A_sentence_that_sounds_like_a_wall_stays_between_paragraphs()
    {
        const string Sentence = "ويمكن للتجار تسجيل الدخول إلى منصة البلدية لدفع الرسوم.";

        Assert.Equal($"{Lead}\n{Sentence}\n{Second}\n{Third}", Improve(Excerpt(), Page($"<article><p>{Lead}</p><p>{Sentence}</p><p>{Second}</p><p>{Third}</p></article>")).Text);
    }

    [Theory]
    [InlineData("<h2><a href='/a'>قصة أخرى طويلة من قصص العدد</a></h2><h2><a href='/b'>قصة ثانية طويلة من قصص العدد</a></h2><h2><a href='/c'>قصة ثالثة طويلة من قصص العدد</a></h2>")]
    [InlineData("<h2>عودة</h2>")]
    [InlineData("<div class='x'><h4>مواد ذات صلة</h4><ul><li><a href='/a'>قصة أخرى طويلة من قصص العدد</a></li></ul></div>")]
    [InlineData("<p><b>اقرأ أيضا</b></p><p><a href='/a'>قصة أخرى طويلة من قصص العدد</a></p>")]
    [InlineData("<p><a href='/a'>قصة أخرى طويلة من قصص هذا العدد</a></p>")]
    [InlineData("<h3>الأكثر قراءة</h3><ol><li><a href='/a'>قصة أخرى طويلة من قصص العدد</a></li><li><a href='/b'>قصة ثانية طويلة من قصص العدد</a></li></ol>")]
    public void An_inset_goes_and_what_follows_it_stays(string inset) =>
        Assert.Equal(Body, Improve(Excerpt(), Page($"<article><p>{Lead}</p>{inset}<p>{Second}</p><p>{Third}</p></article>")).Text);

    [Fact]
    public void Headings_of_the_article_stay_though_they_are_links()
    {
        var own = Improve(Excerpt(), Page($"<article><p>{Lead}</p><h2 id='s1'><a href='#s1'>تفاصيل الترميم الذي جرى</a></h2><p>{Second}</p><h2 id='s2'><a href='#s2'>المرحلة التالية من العمل</a></h2><p>{Third}</p></article>"));
        var between = Improve(Excerpt(), Page($"<article><p>{Lead}</p><h2><a href='/tags/1'>تفاصيل الترميم الذي جرى</a></h2><p>{Second}</p><h2><a href='/tags/2'>المرحلة التالية من العمل</a></h2><p>{Third}</p></article>"));

        Assert.Equal($"{Lead}\nتفاصيل الترميم الذي جرى\n{Second}\nالمرحلة التالية من العمل\n{Third}", own.Text);
        Assert.Equal(own.Text, between.Text);
    }

    [Fact]
    public void A_list_of_places_keeps_what_it_lists()
    {
        var places = string.Concat(Enumerable.Range(1, 4).Select(i => $"<section><h2><a href='https://place{i}.example/'>المكان رقم {i} من أسواق المدينة</a></h2><p>{Second} وهو المكان {i}.</p></section>"));
        var read = Improve(Excerpt(), Page($"<article><p>{Lead}</p>{places}</article>")).Text;

        Assert.All(Enumerable.Range(1, 4), i => Assert.Contains($"المكان رقم {i} من أسواق المدينة\n{Second} وهو المكان {i}.", read, StringComparison.Ordinal));
    }

    [Fact]
    public void Comments_are_no_article_however_long()
    {
        var comments = string.Concat(Enumerable.Range(0, 30).Select(i => $"<div class='comment first'><div class='user'>قارئ</div><div class='content'>{Other} رأي {i}.</div></div>"));

        Assert.Equal(
            $"{Body}\n{Second} كما قال.\n{Third} كما قال.",
            Improve(Excerpt() with { Text = "" }, Page($"<div class='story'><p>{Lead}</p><p>{Second}</p><p>{Third}</p><p>{Second} كما قال.</p><p>{Third} كما قال.</p></div><div class='comments'>{comments}</div>")).Text);
    }

    [Fact]
    public void A_poem_is_an_article()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"يا سوقنا القديم كم عام مضى {i}").ToList();

        Assert.Equal(string.Join('\n', lines), Improve(Excerpt() with { Text = "" }, Page($"<article><h1>السوق القديم يفتح أبوابه</h1><p>{string.Join("<br>", lines)}</p></article>")).Text);
    }

    [Fact]
    public void A_list_of_fixtures_is_an_article()
    {
        var rows = Enumerable.Range(1, 10).Select(i => $"<li>السوق {i} × الميناء {i} الساعة {i}</li>");

        Assert.Contains("السوق 10 × الميناء 10", Improve(Excerpt() with { Text = "" }, Page($"<article><h1>السوق القديم يفتح أبوابه</h1><ul>{string.Concat(rows)}</ul></article>")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_in_the_editors_own_words_is_about_the_same() =>
        Assert.Equal(Body, Improve(Excerpt() with { Text = "عامان من الورش انتهيا أخيرا، والناس عادوا يتسوقون تحت السقوف." }, Page($"<article><h1>السوق القديم يفتح أبوابه</h1><p>{Lead}</p><p>{Second}</p><p>{Third}</p></article>")).Text);

    [Fact]
    public void A_text_without_spaces_is_an_article()
    {
        string[] paragraphs = ["旧市场经过两年的修复工程，于周日上午重新开放，屋顶的木结构也得到了全面翻新，居民们表示欢迎。", "市长在简短的讲话中说，市场将每天营业，今年店铺的租金不会上涨，下一阶段的工程将在秋季开始。", "他还说，相邻客栈的修复将在旅游旺季之前完成，届时整个老城区都会焕然一新，游客人数将会增加。"];
        var page = $"<html><head><title>旧市场重新开放 - 港口报</title></head><body><article><h1>旧市场重新开放</h1>{string.Concat(paragraphs.Select(text => $"<p>{text}</p>"))}</article></body></html>";

        Assert.Equal(string.Join('\n', paragraphs), Improve(Excerpt() with { Title = "旧市场重新开放", Text = "旧市场经过两年的修复工程重新开放…" }, page).Text);
    }

    [Theory]
    [InlineData("image/png", "<p>نص</p>", PageRefusal.NoPage)]
    [InlineData("text/html", "<html><body></body></html>", PageRefusal.NoText)]
    [InlineData("text/html", "<html><body><p>قصير</p></body></html>", PageRefusal.NoArticle)]
    [InlineData("text/html", "<html><body><p>" + Other + "</p><p>" + Other + "</p></body></html>", PageRefusal.AnotherArticle)]
    public void A_page_that_is_refused_says_why(string type, string page, PageRefusal reason)
    {
        var read = FullText.Read(Excerpt(), Encoding.UTF8.GetBytes(page), type, CleaningOptions.Default, NoLines);

        Assert.Equal((reason, Excerpt()), (read.Refusal!.Value, read.Article));
    }

    [Theory]
    [InlineData("<p><a href='/n/{0:D6}'>خبر رقم {0} من أخبار المدينة")]
    [InlineData("<p><a href='/n/{0:D6}'>خبر رقم {0} من أخبار المدينة</a>")]
    [InlineData("<h2><a href='/n/{0:D6}'>خبر رقم {0} من أخبار المدينة</a></h2>")]
    [InlineData("<li>خبر رقم {0} من أخبار المدينة التي لا تنتهي في هذا العدد")]
    [InlineData("<div><span>خبر رقم {0} من أخبار المدينة التي لا تنتهي</span></div>")]
    public void Time_grows_with_the_page_and_no_faster(string block)
    {
        var (small, large) = (BestTime(Repeated(block, 2_250)), BestTime(Repeated(block, 9_000)));

        // Time that grew with the square of the page would be sixteen times as long.
        Assert.True(large < TimeSpan.FromSeconds(1) * Busy.Slowness && large < (8 * small) + TimeSpan.FromMilliseconds(50), $"{small}, {large}");
    }

    private static string Repeated(string block, int times) =>
        "<html><body>" + string.Concat(Enumerable.Range(0, times).Select(i => string.Format(CultureInfo.InvariantCulture, block, i)));

    /// <summary>Processor time of the best of a few readings: the first ones also compile.</summary>
    private static TimeSpan BestTime(string page) => Enumerable.Range(0, 5).Min(_ =>
    {
        var started = ThreadTime.Now;
        Improve(Excerpt(), page);
        return ThreadTime.Now - started;
    });

    [Fact]
    public void A_page_that_only_machines_can_read_is_read_like_them()
    {
        var json = JsonSerializer.Serialize(new Dictionary<string, object> { ["@graph"] = new object[] { new { name = "صحيفة" }, new { headline = "السوق القديم يفتح أبوابه", articleBody = Body } } });

        Assert.Equal(Body, Improve(Excerpt(), $"<html><head><script type='application/ld+json'>{json}</script><script type='application/ld+json'>{{\"articleBody\": oops</script></head><body><div id='app'></div></body></html>").Text);
    }

    [Fact]
    public void A_short_article_is_one_where_it_goes_on_from_the_excerpt() =>
        Assert.Equal(Lead, Improve(Excerpt(), Page($"<div><h1>السوق القديم يفتح أبوابه</h1><p>{Lead}</p></div>")).Text);

    [Fact]
    public void Without_an_excerpt_the_page_says_where_its_article_begins()
    {
        var page = Page($"<div><h1>السوق القديم يفتح أبوابه</h1><div>الكاتب: مراسلنا في الميناء</div><p>{Lead}</p><p>{Second}</p><p>{Third}</p></div>")
            .Replace("<head>", $"<head><meta property='og:description' content='{Lead[..70]}...'>", StringComparison.Ordinal);

        Assert.Equal(Body, Improve(Excerpt() with { Text = "" }, page).Text);
        Assert.Equal(Body, Improve(Excerpt() with { Text = "" }, Page($"<div><h1>السوق القديم يفتح أبوابه</h1><div>آخر تحديث: الأحد 1 آذار</div><div>2026-03-01 10:22</div><p>{Lead}</p><p>{Second}</p><p>{Third}</p></div>")).Text);
    }

    [Fact]
    public void A_page_without_a_label_is_read_by_its_bytes()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var page = Encoding.GetEncoding(1256).GetBytes(Page($"<table><tr><td><font size=4>{Lead}<br><br>{Second}<br><br>{Third}</font></td></tr></table>"));

        Assert.Equal(Body, FullText.Read(Excerpt(), page, "text/html", CleaningOptions.Default, NoLines).Article.Text);
    }

    [Fact]
    public void Another_article_is_not_this_one()
    {
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

        Assert.Equal(Body, FullText.Read(Excerpt(), Encoding.UTF8.GetBytes(page), "text/html", CleaningOptions.Default with { Remove = [".promo"] }, NoLines).Article.Text);
    }

    [Fact]
    public void Lines_that_the_source_repeats_are_left_out_where_it_wants_that()
    {
        const string Credit = "هذا الخبر من إعداد مكتب الميناء للأنباء المحلية وتنشره الصحيفة باتفاق خاص معه.";
        var page = Encoding.UTF8.GetBytes(Page($"<article><p>{Lead}</p><p>{Second}</p><p>{Third}</p><p>{Credit}</p></article>"));

        Assert.Equal(Body, FullText.Read(Excerpt(), page, "text/html", CleaningOptions.Default, new HashSet<string> { ArabicText.MatchingForm(Credit) }).Article.Text);
        Assert.EndsWith(Credit, FullText.Read(Excerpt(), page, "text/html", CleaningOptions.Default, NoLines).Article.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%PDF-1.7 \u0001\u0002")]
    [InlineData("<html>")]
    [InlineData("<article><p>")]
    public void What_is_no_page_changes_nothing(string page) => Assert.Equal(Excerpt(), Improve(Excerpt(), page));

    [Fact]
    public void A_picture_is_no_page() =>
        Assert.Equal(Excerpt(), FullText.Read(Excerpt(), Encoding.UTF8.GetBytes(Page($"<p>{Body}</p>")), "image/png", CleaningOptions.Default, NoLines).Article);

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
            var started = ThreadTime.Now;
            Assert.Equal(Excerpt(), Improve(Excerpt(), page));
            Assert.True(ThreadTime.Now - started < TimeSpan.FromSeconds(8), page[..20]);
        }
    }

    private static Article Improve(Article article, string page) => FullText.Read(article, Encoding.UTF8.GetBytes(page), "text/html; charset=utf-8", CleaningOptions.Default, NoLines).Article;

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
