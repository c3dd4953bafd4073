using System.Globalization;

namespace FeedHub.Tests.Cleaning.Lists;

/// <summary>List pages as the usual programs write them: navigation around, boxes beside, and one list that is meant.</summary>
internal static class ListPages
{
    public static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    private static readonly string[] Titles =
    [
        "بلدية الميناء تفتتح السوق القديم بعد عامين من الترميم", "أمطار غزيرة على المرتفعات الغربية تغلق طريقين فرعيين", "انطلاق معرض الكتاب في العاصمة بمشاركة مئتي دار نشر",
        "المصرف المركزي يبقي سعر الفائدة دون تغيير للشهر الثالث", "فريق المدينة يتأهل إلى نصف النهائي بركلات الترجيح", "وزارة الصحة تبدأ حملة التلقيح في المدارس الابتدائية",
        "مزارعو الوادي يشكون من تأخر مياه الري هذا الموسم", "جسر جديد يربط ضفتي النهر ويختصر الطريق إلى الجامعة", "باحثون يعثرون على نقش قديم قرب بوابة المدينة الشرقية",
        "شركة القطارات تضيف رحلات ليلية إلى خط الساحل", "مهرجان الزيتون يعود إلى القرى الجبلية في نهاية الأسبوع", "محكمة الاستئناف تؤجل النظر في قضية الأرض العامة",
    ];

    private static readonly string[] Popular = ["هذا الخبر القديم ما زال الأكثر قراءة في الموقع", "مقابلة طويلة مع مدير المسرح الوطني", "وصفات الشتاء من مطبخ الجدات في الجبل", "صور نادرة للمدينة قبل مئة عام"];

    /// <summary>Each page, the paths of the articles it lists in their order, and how many of these it dates.</summary>
    public static IReadOnlyDictionary<string, (string Html, string[] Links, int Dated)> All { get; } = new Dictionary<string, (string, string[], int)>
    {
        ["WordPress"] = Page(
            Each(10, i => $"<article id='post-{910 + i}' class='post-{910 + i} post type-post status-publish format-standard has-post-thumbnail hentry category-news'><a class='post-thumbnail' href='{Link(i)}' aria-hidden='true'><img src='/wp-content/uploads/{i}.jpg' class='attachment-post-thumbnail'></a><header class='entry-header'><span class='cat-links'><a href='/category/news/'>أخبار المدينة والبلد كله</a></span><h2 class='entry-title'><a href='{Link(i)}' rel='bookmark'>{Titles[i]}</a></h2><div class='entry-meta'><time class='entry-date published' datetime='{Iso(i)}'>{28 - i} نوفمبر، 2026</time> <a class='author' href='/author/reporter/'>المراسل في الميناء القديم</a></div></header><div class='entry-summary'><p>{Lead(i)}</p></div></article>"),
            10, 10),
        ["Drupal"] = Page(
            "<div class='view view-news view-id-news view-display-id-page_1'><div class='view-content'>" + Each(10, i => $"<div class='views-row views-row-{i + 1}'><div class='views-field views-field-title'><span class='field-content'><a href='{Link(i)}' hreflang='ar'>{Titles[i]}</a></span></div><div class='views-field views-field-created'><span class='field-content'>السبت, 11/{28 - i}/2026 - 10:{i:00}</span></div><div class='views-field views-field-body'><p>{Lead(i)}</p></div></div>") + "</div></div>",
            10, 10),
        ["Joomla"] = Page(
            "<div class='blog' itemscope><div class='items-row cols-2 row-0'>" + Each(8, i => $"<div class='item column-{(i % 2) + 1}' itemprop='blogPost' itemscope><div class='page-header'><h2 itemprop='name'><a href='{Link(i)}' itemprop='url'>{Titles[i]}</a></h2></div><dl class='article-info muted'><dt class='article-info-term'>التفاصيل</dt><dd class='published'><time datetime='{Iso(i)}' itemprop='datePublished'>نشر بتاريخ: {28 - i} تشرين الثاني 2026</time></dd></dl><p>{Lead(i)}</p><p class='readmore'><a class='btn' href='{Link(i)}'>إقرأ المزيد: {Titles[i]}</a></p></div>") + "</div></div>",
            8, 8),
        ["Blogger"] = Page(
            "<div class='blog-posts hfeed'>" + Each(7, i => $"<div class='date-outer'><h2 class='date-header'><span>السبت، {28 - i} نوفمبر 2026</span></h2><div class='date-posts'><div class='post-outer'><div class='post hentry'><h3 class='post-title entry-title'><a href='{Link(i)}'>{Titles[i]}</a></h3><div class='post-body entry-content'>{Lead(i)}</div><div class='post-footer'>مرسلة بواسطة المدونة في <a class='timestamp-link' href='{Link(i)}'><abbr class='published' title='{Iso(i)}'>10:0{i} ص</abbr></a> <a href='{Link(i)}#comments'>{i} تعليقات على هذه التدوينة</a></div></div></div></div></div>") + "</div>",
            7, 7),
        ["Next.js, for machines"] = (
            "<!doctype html><html lang='ar'><head><title>صحيفة</title><script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@type\":\"ItemList\",\"itemListElement\":[" + string.Join(',', Enumerable.Range(0, 9).Select(i => $"{{\"@type\":\"ListItem\",\"position\":{i + 1},\"item\":{{\"@type\":\"NewsArticle\",\"headline\":\"{Titles[i]}\",\"url\":\"https://paper.example{Link(i)}\",\"datePublished\":\"{Iso(i)}\",\"image\":[\"https://paper.example/i/{i}.jpg\"]}}}}")) + "]}</script></head><body><div id='__next'></div><script src='/_next/static/chunks/main.js'></script></body></html>",
            Links(9), 9),
        ["Next.js, drawn"] = Page(
            "<div class='css-1x2y3z'>" + Each(9, i => $"<div class='sc-abc12 md:flex'><div class='w-1/3'><img src='data:image/gif;base64,R0' data-src='/i/{i}.jpg'></div><div class='w-2/3'><a class='css-9{i}' href='{Link(i)}'><h3 class='text-xl'>{Titles[i]}</h3></a><span class='text-gray-500'>منذ {i + 2} ساعات</span></div></div>") + "</div>",
            9, 9),
        ["ASP.NET WebForms"] = (
            "<html><head><title>وكالة</title></head><body><form id='aspnetForm' action='./news.aspx'><input type='hidden' name='__VIEWSTATE' value='xxxx'><div id='ctl00_menu'><a href='/default.aspx'>الرئيسية</a><a href='/about.aspx'>عن الوكالة</a></div><div id='ctl00_Main_List'>" + Each(9, i => $"<div id='ctl00_Main_List_ctl0{i}_Panel' class='NewsItem'><a id='ctl00_Main_List_ctl0{i}_Title' href='/news.aspx?id={4000 + i}' class='NewsTitle'>{Titles[i]}</a><span id='ctl00_Main_List_ctl0{i}_Date' class='NewsDate'>{28 - i}/11/2026 09:1{i} ص</span><div class='NewsBrief'>{Lead(i)}</div></div>") + "</div></form></body></html>",
            [.. Enumerable.Range(0, 9).Select(i => $"/news.aspx?id={4000 + i}")], 9),
        ["a table"] = Page(
            "<table class='newslist' width='100%'><tr><th>التاريخ</th><th>الخبر</th></tr>" + Each(10, i => $"<tr><td class='d'>{28 - i}-11-2026</td><td><a href='{Link(i)}'>{Titles[i]}</a></td></tr>") + "</table>",
            10, 10),
        ["cards with the link around everything"] = Page(
            "<div class='grid'>" + Each(9, i => $"<a class='card' href='{Link(i)}'><picture><source srcset='/i/{i}.webp 600w'><img alt='' src='/placeholder.gif'></picture><span class='tag'>سياسة</span><h3>{Titles[i]}</h3><p>{Lead(i)}</p><span class='meta'>قبل {i + 1} أيام</span></a>") + "</div>",
            9, 9),
        ["two lists"] = Page(
            "<section class='latest'><h2>آخر الأخبار</h2><div class='list'>" + Each(8, i => $"<div class='news-row'><h3><a href='{Link(i)}'>{Titles[i]}</a></h3><p>{Lead(i)}</p><span class='date'>{28 - i} نوفمبر 2026</span></div>") + "</div></section><section class='opinion-box'><h2>رأي</h2><ul>" + string.Concat(Popular.Select((title, i) => $"<li class='op'><a href='/opinion/{i}'>{title}</a></li>")) + "</ul></section>",
            8, 8),
        ["pinned entries"] = Page(
            "<ul class='posts'>" + $"<li class='entry sticky pinned'><h3><a href='{Link(11)}'>{Titles[11]}</a></h3><time datetime='2026-01-03T08:00:00Z'>3 يناير</time></li>" + Each(8, i => $"<li class='entry'><h3><a href='{Link(i)}'>{Titles[i]}</a></h3><time datetime='{Iso(i)}'>{28 - i} نوفمبر</time></li>") + "</ul>",
            [Link(11), .. Links(8)], 9),
        ["advertisements between"] = Page(
            "<div class='stream'>" + Each(9, i => $"<div class='story-card'><h2><a href='{Link(i)}'>{Titles[i]}</a></h2><div class='byline'>كتبه مراسلنا - أمس {10 + i}:30</div></div>" + (i % 3 == 1 ? "<div class='ad-slot'><a href='https://ads.example/click?x=1'><img src='https://ads.example/b.png' alt='إعلان'></a></div>" : "")) + "</div>",
            9, 9),
        ["pages to turn"] = Page(
            "<div id='list'>" + Each(10, i => $"<div><a href='{Link(i)}'>{Titles[i]}</a><br><small>{28 - i} نوفمبر 2026</small></div>") + "</div><div class='pagination'>" + string.Concat(Enumerable.Range(1, 30).Select(i => $"<a href='/news?page={i}'>{i}</a>")) + "<a href='/news?page=2'>الصفحة التالية من الأخبار</a></div>",
            10, 10),
        ["Latin titles among Arabic ones"] = Page(
            "<div class='items'>" + Each(9, i => $"<div class='item-box' dir='rtl'><a href='{Link(i)}' title='x'>{(i % 2 == 0 ? Titles[i] : $"CNN: Report number {i} on the harbour works")}</a><span class='time-ago'>{i + 1}h ago</span></div>") + "</div>",
            9, 9),
        ["time elements"] = Page(
            "<main><ol>" + Each(9, i => $"<li><time datetime='{Iso(i)}'>10:00</time> <a href='{Link(i)}'>{Titles[i]}</a></li>") + "</ol></main>",
            9, 9),
        ["relative dates"] = Page(
            "<div class='news-wrap'>" + Each(9, i => $"<div class='media'><div class='media-body'><h4 class='media-heading'><a href='{Link(i)}'>{Titles[i]}</a></h4><span>{(i == 0 ? "منذ ساعة" : i == 1 ? "منذ ساعتين" : i == 2 ? "اليوم 08:15" : $"منذ {i} أيام")}</span></div></div>") + "</div>",
            9, 9),
        ["headlines that are no links"] = Page(
            "<div class='row'>" + Each(9, i => $"<div class='col-md-4'><div class='box'><img src='/i/{i}.jpg'><h3>{Titles[i]}</h3><p>{Lead(i)}</p><div class='foot'><span>{28 - i} تشرين الثاني 2026</span><a class='btn' href='{Link(i)}'>اقرأ المزيد</a></div></div></div>") + "</div>",
            9, 9),
        ["definitions by day"] = Page(
            "<dl class='archive'>" + Each(9, i => $"<dt>{28 - i}/11/2026</dt><dd><a href='{Link(i)}'>{Titles[i]}</a> <small>{28 - i}/11/2026</small></dd>") + "</dl>",
            9, 9),
        ["rows of cards"] = Page(
            string.Concat(Enumerable.Range(0, 3).Select(row => "<div class='row clearfix'>" + string.Concat(Enumerable.Range(row * 3, 3).Select(i => $"<div class='col-sm-4'><figure><a href='{Link(i)}'><img data-src='/i/{i}.jpg' alt='{Titles[i]}'></a></figure><div class='txt'><a href='{Link(i)}'>{Titles[i]}</a><time datetime='{Iso(i)}'></time></div></div>")) + "</div>")),
            9, 9),
        ["pictures that name their article"] = Page(
            "<div class='wall'>" + Each(9, i => $"<div class='brick'><a href='{Link(i)}'><img src='/i/{i}.jpg' alt='{Titles[i]}'></a></div>") + "</div>",
            9, 0),
        ["a channel's posts"] = (
            "<!doctype html><html><head><title>قناة الميناء – Telegram</title></head><body><main class='tgme_main'><section class='tgme_channel_history'>" + Each(8, i => $"<div class='tgme_widget_message_wrap js-widget_message_wrap'><div class='tgme_widget_message text_not_supported_wrap' data-post='port/{i + 70}'><a class='tgme_widget_message_owner_name' href='https://t.me/port'><span dir='auto'>قناة الميناء</span></a><div class='tgme_widget_message_text js-message_text' dir='auto'>{Titles[i]}<br>{Lead(i)}</div><div class='tgme_widget_message_footer'><span class='tgme_widget_message_views'>1.{i}K</span><a class='tgme_widget_message_date' href='https://t.me/port/{i + 70}'><time datetime='{Iso(i)}' class='time'>10:0{i}</time></a></div></div></div>") + "</section></main></body></html>",
            [.. Enumerable.Range(70, 8).Select(i => $"https://t.me/port/{i}")], 8),
    };

    public static string Link(int i) => $"/2026/11/{28 - i}/story-{100 + i}";

    private static string[] Links(int count) => [.. Enumerable.Range(0, count).Select(Link)];

    private static string Iso(int i) => $"2026-11-{28 - i:00}T10:00:00+03:00";

    private static string Lead(int i) => $"قال مصدر في البلدية إن العمل في هذا الأمر بدأ قبل {i + 2} أشهر، وإن النتائج ستظهر قبل نهاية العام الجاري كما هو مخطط له.";

    private static string Each(int count, Func<int, string> item) => string.Concat(Enumerable.Range(0, count).Select(item));

    private static (string, string[], int) Page(string main, int count, int dated) => Page(main, Links(count), dated);

    private static (string, string[], int) Page(string main, string[] links, int dated) => (
        "<!doctype html><html lang='ar' dir='rtl'><head><meta charset='utf-8'><title>صحيفة الميناء</title></head><body><header><nav class='main-menu'><ul>"
        + string.Concat(new[] { "الرئيسية", "السياسة والأخبار المحلية", "الاقتصاد والمال والأعمال", "الرياضة المحلية والعالمية", "الثقافة والفنون الجميلة" }.Select((name, i) => string.Create(CultureInfo.InvariantCulture, $"<li class='menu-item'><a href='/section/{i}'>{name}</a></li>")))
        + "</ul></nav></header>" + main
        + "<aside class='sidebar'><h3>الأكثر قراءة</h3><ul>" + string.Concat(Popular.Select((title, i) => $"<li><a href='/old/{i}'>{title}</a></li>")) + "</ul></aside>"
        + "<footer><a href='/terms'>شروط استخدام هذا الموقع وسياسة الخصوصية</a><a href='/contact'>اتصل بنا في أي وقت تشاء</a></footer></body></html>",
        links, dated);
}
