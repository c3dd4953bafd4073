using System.Globalization;
using CsCheck;
using FeedHub.Cleaning;
using FeedHub.Parsing;
using FeedHub.Sources;

namespace FeedHub.Tests.Cleaning;

/// <summary>Polls a feed of made-up entries round after round against a store in memory that knows nothing but the keys.</summary>
public sealed class EntryResolutionTests
{
    private const string Bulletin = "استمع إلى نشرة الظهيرة من إذاعتنا.";
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly List<Article> _stored = [];
    private DateTimeOffset _now = Monday.AddDays(10);

    [Theory]
    [InlineData("link")]
    [InlineData("date")]
    [InlineData("recording")]
    [InlineData("picture")]
    public void Equal_words_under_other_ids_are_other_entries_where_anything_else_differs(string what)
    {
        var entries = Enumerable.Range(0, 4).Select(i => Entry($"b{i}", "https://s.test/b", "نشرة الظهيرة", Bulletin, Monday) with
        {
            Link = what == "link" ? $"https://s.test/b/{i}" : "https://s.test/b",
            Published = what == "date" ? Monday.AddHours(i * 6) : Monday,
            Enclosures = what == "recording" ? [new Enclosure($"https://s.test/{i}.mp3", "audio/mpeg", 1000)] : [],
            ImageUrl = what == "picture" ? $"https://s.test/{i}.jpg" : null,
        }).ToArray();

        Poll(entries);

        Assert.Equal(4, _stored.Count);
        Assert.Equal(4, _stored.Select(article => article.EntryId).Distinct().Count());
    }

    [Fact]
    public void A_true_double_has_nothing_else_that_differs()
    {
        Poll(Entry("1", "https://s.test/a?utm_source=rss", "خبر", "نص الخبر الأول", Monday), Entry("2", "http://www.s.test/a/", "خبر", "نص الخبر الأول", Monday.AddMinutes(2)));
        Poll(Entry("3", "https://s.test/a", "خبر", "نص الخبر الأول", Monday));

        Assert.Single(_stored);
    }

    [Fact]
    public void A_new_id_for_a_corrected_entry_keeps_the_article()
    {
        Poll(Entry("https://s.test/?p=7", "https://s.test/a", "انطلاق معرض الكتاب في دمشق", "افتتح اليوم معرض الكتاب في دمشق بمشاركة مئة دار", Monday));
        Poll(Entry("https://s.test/a", "https://s.test/a", "انطلاق معرض الكتاب بدمشق", "افتتح اليوم معرض الكتاب في دمشق بمشاركة مئتي دار", Monday));

        Assert.Equal(("https://s.test/?p=7", "انطلاق معرض الكتاب بدمشق"), Assert.Single(_stored) is var one ? (one.EntryId, one.Title) : default);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("prayer")]
    public void A_page_whose_table_is_replaced_each_day_gives_an_entry_each_time(string? id)
    {
        for (var day = 0; day < 4; day++)
        {
            Poll(Prayer(id, day));
            Poll(Prayer(id, day));
        }

        Assert.Equal(4, _stored.Count);
        Assert.Equal(4, _stored.Select(article => article.UrlKey).Distinct().Count());
    }

    [Fact]
    public void The_same_page_listed_four_times_in_one_fetch_is_four_entries_and_stays_so()
    {
        var entries = Enumerable.Range(0, 4).Reverse().Select(day => Prayer("prayer", day)).ToArray();
        Poll(entries);
        Poll(entries);
        Poll([Prayer("prayer", 4), .. entries]);
        Poll([Prayer("prayer", 4), .. entries]);

        Assert.Equal(5, _stored.Count);
    }

    [Fact]
    public void A_page_that_becomes_another_article_leaves_the_former_one_as_it_was()
    {
        Poll(Entry("only", "https://s.test/top", "زلزال يضرب شمال البلاد", "ضرب زلزال بقوة خمس درجات شمال البلاد فجر اليوم من دون خسائر", Monday));
        Poll(Entry("only", "https://s.test/top", "افتتاح موسم السياحة في الساحل", "بدأ موسم السياحة في مدن الساحل مع وصول أولى الرحلات من الخليج", Monday.AddHours(3)));
        Poll(Entry("only", "https://s.test/top", "زلزال يضرب شمال البلاد", "ضرب زلزال بقوة خمس درجات شمال البلاد فجر اليوم من دون خسائر", Monday));

        Assert.Equal(["افتتاح موسم السياحة في الساحل", "زلزال يضرب شمال البلاد"], _stored.Select(article => article.Title).Order(StringComparer.Ordinal));
        Assert.Equal("افتتاح موسم السياحة في الساحل", Assert.Single(_stored, article => article.EntryId == "only").Title);
    }

    [Theory]
    [InlineData("زلزال بقوة ست درجات يضرب شمال البلاد", "ضرب زلزال بقوة ست درجات شمال البلاد فجر اليوم وأوقع جرحى")]
    [InlineData("زلزال يضرب شمال البلاد", "ضرب زلزال")]
    [InlineData("زلزال يضرب شمال البلاد", "ضرب زلزال بقوة خمس درجات شمال البلاد فجر اليوم من دون خسائر. وقال المركز إن الهزة وقعت على عمق عشرة كيلومترات وشعر بها السكان في ثلاث محافظات.")]
    [InlineData("زلزال يضرب شمال البلاد", "كل ما في النص أعيدت كتابته بعد ساعة بكلمات لا تشبه ما سبقها في شيء سوى العنوان والتاريخ")]
    public void A_correction_is_no_other_entry(string title, string text)
    {
        Poll(Entry("1", "https://s.test/1", "زلزال يضرب شمال البلاد", "ضرب زلزال بقوة خمس درجات شمال البلاد فجر اليوم من دون خسائر", Monday));
        Poll(Entry("1", "https://s.test/1", title, text, Monday));

        Assert.Equal(text, Assert.Single(_stored).Text);
    }

    [Fact]
    public void A_bulletin_under_one_id_is_the_next_one_when_its_recording_and_date_are()
    {
        for (var hour = 0; hour < 3; hour++)
        {
            Poll(Entry("latest", "https://s.test/listen", "آخر نشرة", Bulletin, Monday.AddHours(hour * 3)) with { Enclosures = [new Enclosure($"https://s.test/{hour}.mp3", "audio/mpeg", 1)] });
        }

        Poll(Entry("latest", "https://s.test/listen", "آخر نشرة", Bulletin, Monday.AddHours(6)) with { Enclosures = [new Enclosure("https://cdn.test/2.mp3", "audio/mpeg", 1)] });

        Assert.Equal(3, _stored.Count);
    }

    [Fact]
    public void Files_signed_anew_are_the_same_files()
    {
        Poll(Entry("1", "https://s.test/a", "صورة اليوم", "", Monday) with { ImageUrl = "https://cdn.test/1.jpg?token=a", Enclosures = [new Enclosure("https://cdn.test/1.mp3?t=1", "audio/mpeg", 1)] });
        Poll(Entry("2", "https://s.test/a", "صورة اليوم", "", Monday) with { ImageUrl = "https://cdn.test/1.jpg?token=b", Enclosures = [new Enclosure("https://cdn.test/1.mp3?t=2", "audio/mpeg", 1)] });

        Assert.Single(_stored);
    }

    [Fact]
    public void Without_a_word_a_picture_or_a_recording_is_an_entry_still()
    {
        Poll(
            Entry("1", "https://s.test/cartoons/2026-11-28", null, null, Monday) with { ImageUrl = "https://s.test/1.jpg" },
            Entry("2", null, "", "<img src='https://s.test/2.jpg'>", Monday),
            Entry("3", null, null, null, Monday) with { Enclosures = [new Enclosure("https://s.test/%D9%86%D8%B4%D8%B1%D8%A9-3.mp3", "audio/mpeg", 1)] },
            Entry("4", "https://s.test/nothing", null, null, Monday));

        Assert.Equal(["2026 11 28", "2.jpg", "نشرة 3.mp3"], _stored.Select(article => article.Title));
    }

    /// <summary>Entries of independent choices: each pair is two entries where any of link, date, picture or words differs, and one where none does.</summary>
    [Fact]
    public void However_entries_come_apart_into_polls_their_number_is_that_of_the_rule()
    {
        (string Title, string Text)[] news =
        [
            ("خبر اليوم", ""), ("عيد سعيد", "تبادل الأهالي التهاني منذ الصباح"), ("هزة أرضية", "ضرب زلزال بقوة خمس درجات شمال البلاد"), ("وصول الرحلات", "بدأ موسم السياحة في مدن الساحل الغربي"),
        ];
        var entry = Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 1], Gen.Int[0, news.Length - 1], Gen.Int[-1, 1], (link, picture, what, hour) => (link, picture, what, hour));
        Gen.Select(entry.Array[1, 8], Gen.Bool, Gen.Int[1, 4], Gen.Int).Sample(
            (choices, isNamed, size, seed) =>
            {
                _stored.Clear();

                // Without ids the address is all that names an entry, and a date is no other entry.
                choices = isNamed ? choices : [.. choices.Select(choice => choice with { picture = -1, hour = -1 })];
                var entries = choices.Select((choice, i) => Entry(isNamed ? $"id{i}" : null, $"https://s.test/{choice.link}", news[choice.what].Title, news[choice.what].Text, choice.hour < 0 ? null : Monday.AddHours(choice.hour * 7)) with
                {
                    ImageUrl = choice.picture < 0 ? null : $"https://s.test/{choice.picture}.jpg",
                }).ToArray();
                new Random(seed).Shuffle(entries);
                foreach (var some in entries.Chunk(size).Concat(entries.Reverse().Chunk(size + 1)))
                {
                    Poll(some);
                }

                Assert.Equal(choices.Distinct().Count(), _stored.Count);
            },
            iter: 400,
            threads: 1);
    }

    private static ParsedEntry Prayer(string? id, int day) =>
        Entry(id, "https://s.test/prayer", "مواقيت الصلاة", $"الفجر 4:5{day} الظهر 11:20 العصر 2:1{day} المغرب 4:30 العشاء 6:0{day}", Monday.AddDays(day));

    [Theory]
    [InlineData(null, 6, 1)]
    [InlineData(null, 8, 2)]
    [InlineData("https://s.test/note", 8, 1)]
    public void The_same_words_without_an_address_are_another_note_after_a_week(string? link, int days, int entries)
    {
        Poll(Entry("a", link, null, "<p>لا جديد اليوم في السوق المركزي.</p>", null));
        _now = _now.AddDays(days);
        Poll(Entry("b", link, null, "<p>لا جديد اليوم في السوق المركزي.</p>", null));

        Assert.Equal(entries, _stored.Count);
    }

    private static ParsedEntry Entry(string? id, string? link, string? title, string? html, DateTimeOffset? published) => new()
    {
        Id = id,
        Link = link,
        TitleHtml = title,
        ContentHtml = html,
        Published = published,
        RawHash = (ulong)string.Create(CultureInfo.InvariantCulture, $"{id}|{link}|{title}|{html}|{published}").GetHashCode(StringComparison.Ordinal),
    };

    /// <summary>As a poll does: what is known by id or address is compared, the rest is new.</summary>
    private void Poll(params ParsedEntry[] entries)
    {
        var source = new FeedSource { Id = "s", Url = new Uri("https://s.test/feed") };
        var identified = EntryIdentity.Identify(new ParsedFeed { Format = "rss-2.0", Entries = [.. entries] });
        var cleaned = identified.Select(entry => ArticleCleaner.Clean(entry, source, "ar", _now, new HashSet<string>())).OfType<Article>()
            .Select(article => _stored.Find(known => known.EntryId == article.EntryId) is { } own ? article with { Id = own.Id } : article).ToList();
        var taken = identified.Select(entry => _stored.Find(known => known.EntryId == entry.EntryId)?.Id ?? 0).Where(id => id != 0);
        var resolved = EntryResolution.Resolve(cleaned, _stored, taken);
        foreach (var article in resolved.Displaced.Concat(resolved.Articles.Where(article => article.Id != 0)))
        {
            _stored[_stored.FindIndex(known => known.Id == article.Id)] = article;
        }

        foreach (var article in resolved.Articles.Where(article => article.Id == 0))
        {
            _stored.Add(article with { Id = _stored.Count + 1 });
        }

        _now = _now.AddMinutes(15);
    }
}
