using FeedHub.Cleaning;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    private static readonly SearchNames NoTags = new();

    private Task<IReadOnlyList<string>> SearchAsync(string query, StoryQuery bounds, SearchNames? names = null) =>
        new SearchIndex(Database).FindAsync(SearchQuery.Parse(query), bounds, names ?? NoTags, Cancel);

    [Theory]
    [InlineData("حكومة", "bare,definite,and,for,so,longer")]
    [InlineData("الحكومة", "bare,definite,and,for,so,longer")]
    [InlineData("وللحُكُومه", "bare,definite,and,for,so,longer")]
    [InlineData("حكومات", "bare,definite,and,for,so,longer")]
    [InlineData("=حكومات", "")]
    [InlineData("=حكومة", "bare,so")]
    [InlineData("حك*", "bare,definite,and,for,so,longer")]
    [InlineData("وطن* أو استقالة", "longer,and")]
    [InlineData("title:حكومة", "")]
    [InlineData("عنوان:عنوان -source:sana", "other")]
    [InlineData("source:OTHER", "")]
    [InlineData("(حكومة OR كأس) -(جديدة أو وطنية)", "so,other")]
    [InlineData("before:2000-01-01", "")]
    [InlineData("after:2000-01-01 كأس", "other")]
    [InlineData("sources:2", "")]
    [InlineData("٢٠٢٠", "for")]
    [InlineData("إستقالة", "and")]
    [InlineData("\"الحكومة الجديدة\"", "definite,and,for")]
    [InlineData("\"حكومة جديدة\"", "bare")]
    [InlineData("«الجديدة الحكومة»", "")]
    [InlineData("حكومة -الجديدة", "so,longer")]
    [InlineData("حكومة -\"وللحكومة الجديدة\" -وطنية", "bare,definite,and,so")]
    [InlineData("-حكومة", "other")]
    [InlineData("كأس حكومة", "")]
    [InlineData("WINNER", "other")]
    [InlineData("الكأس", "other")]
    [InlineData("source:other", "other")]
    [InlineData("-source:other وطنية", "longer")]
    [InlineData("tag:sport", "other")]
    [InlineData("tag:nothing", "")]
    [InlineData("-tag:sport \"حكومة جديدة\"", "bare")]
    [InlineData("", "")]
    [InlineData("  ... \"\" - \"", "")]
    [InlineData("source:", "")]
    public async Task Words_are_found_with_their_prefixes_phrases_in_a_row_and_fields_by_source(string query, string expected)
    {
        await SearchableAsync();

        var found = await SearchAsync(query, new StoryQuery { Limit = 50 }, new() { FeedsOfTag = tag => tag == "sport" ? ["other", "unlisted"] : [] });

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(), found.Select(id => id.Split('-')[^1]).Order());
    }

    [Fact]
    public async Task A_phrase_does_not_span_title_and_text()
    {
        await PollAsync(Some.Article("1", title: "بداية عنوان", text: "نهاية خبر"));
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);

        Assert.Empty(await SearchAsync("\"عنوان نهاية\"", new StoryQuery { Limit = 10 }));
        Assert.Single(await SearchAsync("\"نهاية خبر\" عنوان", new StoryQuery { Limit = 10 }));
    }

    [Fact]
    public async Task Found_stories_come_newest_first_in_pages()
    {
        await PollAsync([.. Enumerable.Range(1, 130).Select(i => Some.Article($"{i}", title: "خبر", text: $"رقم {i}"))]);
        await MatchAsync();
        var search = new SearchIndex(Database);

        Assert.Equal(60, await search.IndexAsync(60, Cancel));
        Assert.Equal(70, await search.IndexAsync(1000, Cancel));
        Assert.Equal(0, await search.IndexAsync(1000, Cancel));

        var newest = await Stories.ReadAsync(new StoryQuery { Limit = 5 }, Cancel);
        Assert.Equal(newest.Take(3).Select(story => story.Id), await SearchAsync("خبر", new StoryQuery { Limit = 3 }));
        Assert.Equal(newest.Skip(3).Select(story => story.Id), await SearchAsync("خبر", new StoryQuery { Limit = 2, BeforeSequence = newest[2].Sequence }));
        Assert.Empty(await SearchAsync("خبر", new StoryQuery { Limit = 0 }));
    }

    [Fact]
    public async Task A_correction_is_found_by_its_new_words_only_and_a_copy_by_its_title()
    {
        await PollAsync(Some.Article("1", title: "أول", text: "قديم"));
        await MatchAsync(_ => "story");
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);
        var stored = (await Articles.FindAsync("sana/1", Cancel))!;

        await PollAsync(stored with { Text = "حديث" });
        await MatchAsync();
        await PollAsync(Some.Article("2", feedId: "other", title: "نسخة"));
        await Stories.CommitAsync(new MatchBatch { Articles = [Some.Match(await IdOfAsync("2", "other"), "story")] }, "matcher", Some.Now, Cancel);
        await search.IndexAsync(10, Cancel);

        Assert.Empty(await SearchAsync("قديم", new StoryQuery { Limit = 10 }));
        Assert.Equal(["story"], await SearchAsync("حديث", new StoryQuery { Limit = 10 }));
        Assert.Equal(["story"], await SearchAsync("نسخة", new StoryQuery { Limit = 10 }));
    }

    [Fact]
    public async Task All_copies_are_searched_and_the_one_that_has_it_is_shown()
    {
        await PollAsync(Some.Article("1", title: "أول", text: "زلزال يهز المدينة\nسطر مشترك"));
        await MatchAsync(_ => "story");
        await PollAsync(Some.Article("2", feedId: "other", title: "نسخة", text: "سطر مشترك\nمستشفى ميداني للمصابين"));
        await Stories.CommitAsync(new MatchBatch { Articles = [Some.Match(await IdOfAsync("2", "other"), "story")] }, "matcher", Some.Now, Cancel);
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);

        Assert.Equal("other", await ShownAsync("مستشفيات"));
        Assert.Equal("other", await ShownAsync("title:نسخة"));
        Assert.Equal("sana", await ShownAsync("مشترك"));
        Assert.Equal("sana", await ShownAsync("زلزال مستشفى"));

        async Task<string> ShownAsync(string query)
        {
            var stories = await Stories.ReadAsync(await SearchAsync(query, new StoryQuery { Limit = 10 }), Cancel);
            return Assert.Single(await search.AsFoundAsync(stories, SearchQuery.Parse(query), Cancel)).Shown.FeedId;
        }
    }

    [Fact]
    public async Task The_most_relevant_come_first()
    {
        await PollAsync(
            Some.Article("family-text", title: "خبر", text: "أطلقت صواريخ"),
            Some.Article("word-text", title: "خبر آخر", text: "سقط صاروخ"),
            Some.Article("family-title", title: "الصواريخ", text: "نص"),
            Some.Article("word-title", title: "سقوط صاروخ", text: "نص"),
            Some.Article("none", title: "خبر", text: "نص"));
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);

        Assert.Equal(["word-title", "family-title", "word-text", "family-text"], await BestAsync("صاروخ"));
        Assert.Equal(["word-title", "word-text"], await BestAsync("=صاروخ"));
        Assert.Equal("word-title", (await BestAsync("خبر OR سقوط صاروخ"))[0]);

        async Task<IReadOnlyList<string>> BestAsync(string query) =>
            [.. (await search.FindBestAsync(SearchQuery.Parse(query), 100, NoTags, Some.Now, Cancel)).Select(id => id["story-sana-".Length..])];
    }

    [Theory]
    [InlineData("زلزاق", "زلزال")]
    [InlineData("مستشفا القدص", "مستشفى القدس")]
    [InlineData("source:sana القدص", "source:sana القدس")]
    [InlineData("زلازل", null)]
    [InlineData("كلمة غريبة", null)]
    [InlineData("زلزاق -زلزال", null)]
    [InlineData("\"زلزاق\"", null)]
    [InlineData("", null)]
    public async Task A_slip_of_the_pen_is_answered_with_a_word_of_the_index(string typed, string? expected)
    {
        await PollAsync([.. Enumerable.Range(1, 3).Select(i => Some.Article($"{i}", title: $"الزلزال {i}", text: "زلزال قرب مستشفى القدس"))]);
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);

        Assert.Equal(expected, await search.SuggestAsync(typed, NoTags, Cancel));
    }

    [Fact]
    public async Task The_names_that_titles_repeat_are_known_as_they_are_written()
    {
        await PollAsync([.. Enumerable.Range(1, 4).Select(i => Some.Article($"{i}", title: $"مجلس الأمن يبحث في {i} الملف", text: "نص"))]);
        await MatchAsync();

        var names = await new SearchIndex(Database).FrequentNamesAsync(DateTimeOffset.UnixEpoch, Cancel);

        Assert.Equal("الأمن يبحث,مجلس الأمن,الملف", string.Join(',', names));
        Assert.Empty(await new SearchIndex(Database).FrequentNamesAsync(DateTimeOffset.MaxValue, Cancel));
    }

    [Fact]
    public async Task What_has_expired_is_not_found_and_leaves_nothing_in_the_index()
    {
        await SearchableAsync();
        var search = new SearchIndex(Database);

        await Articles.ExpireAsync(Some.Now.AddDays(1), Cancel);

        Assert.Empty(await SearchAsync("حكومة", new StoryQuery { Limit = 10 }));
        await search.IndexAsync(100, Cancel);
        Assert.Equal(0, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM search"), Cancel));
        Assert.Equal(0, await Database.ReadAsync(session => session.ScalarAsync<long>("SELECT COUNT(*) FROM search_pending"), Cancel));
    }

    [Theory]
    [InlineData("'; DROP TABLE search; --")]
    [InlineData("words: NEAR(a b, 3) AND * OR ^x {col}: (")]
    [InlineData("\"حكومة")]
    [InlineData("-\"")]
    [InlineData("حكومة & ! | <-> :*")]
    [InlineData("\0\uD800 a\uDC00 ﷺ 👍 \\ '")]
    [InlineData("tag:\"")]
    [InlineData("source:'x' -source:\"y\" tag:\0")]
    public async Task No_query_is_an_error(string query)
    {
        await SearchableAsync();
        var search = new SearchIndex(Database);

        await SearchAsync(query, new StoryQuery { Limit = 10 });
        await SearchAsync(string.Join(' ', Enumerable.Range(0, 400).Select(i => query + i)), new StoryQuery { Limit = 10 });
        Assert.NotEmpty(await SearchAsync("حكومة", new StoryQuery { Limit = 10 }));
    }

    [Fact]
    public async Task Articles_of_any_length_and_script_are_indexed()
    {
        var endless = string.Join(' ', Enumerable.Repeat("كلمة أخرى", 20_000));
        await PollAsync(
            Some.Article("1", title: "طويل", text: endless),
            Some.Article("2", title: "كلمة", text: new string('ك', 5_000)),
            Some.Article("3", title: "東京 'it''s' \\", text: "Ünïcode ﷺ 👨‍👩‍👧 a\0b\uD800"),
            Some.Article("4", title: "", text: ""));
        await MatchAsync();
        var search = new SearchIndex(Database);

        Assert.Equal(4, await search.IndexAsync(10, Cancel));

        Assert.Single(await SearchAsync("طويل \"كلمة أخرى\"", new StoryQuery { Limit = 10 }));
        Assert.Single(await SearchAsync(new string('ك', 400), new StoryQuery { Limit = 10 }));
        Assert.Single(await SearchAsync("unicode \"صلى الله عليه وسلم\" 東京", new StoryQuery { Limit = 10 }));
    }

    [Fact]
    public async Task What_is_found_is_what_reading_every_story_would_find()
    {
        string[] words =
        [
            "حكومة", "الحُكومة", "وللحكومة", "لغة", "اللغة", "إلى", "الى", "مدرسـة", "٢٠٢٠", "2020", "2,400", "2400", "2٬400", "10.5", "١٠٫٥", "100%", "+49", "ﷲ", "﷽",
            "لا\u200Cمي", "مؤسسة", "مسئول", "المسؤولين", "صاروخ", "بالصواريخ", "لاجئ", "للاجئين", "وزيرة", "الوزراء", "زير", "عبدالله", "لعبد الله", "إن شاء الله", "إنشاء الله", "مدرستها", "المدرس", "كتابٌ", "a_b", "#وسم_آخر", "x’s", "É", "e\u0301", "Straße", "İzmir", "ǅ", "①", "²", "½", "ⅷ", "𝟙", "東京", "ที่", "हिन्दी", "שָׁלוֹם", "👍", "👨‍👩‍👧", "\uE000", "co-op", "سوريا-تركيا",
            "في", "و", "،", "...", "\"", "'", "\\", "|", "ᾳ", "ﬁ", "ｆｕｌｌ", "ـ", "ڤيتامين", "پ", "ی", "ک",
        ];
        var random = new Random(2);
        var texts = Enumerable.Range(1, 150).Select(_ => Sentence(random.Next(1, 9))).ToList();
        await PollAsync([.. texts.Select((text, i) => Some.Article($"{i}", title: "عنوان", text: text))]);
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(1000, Cancel);

        foreach (var query in words.Concat(Enumerable.Range(0, 600).Select(_ => Query())))
        {
            var clause = SearchQuery.Parse(query).Clause;
            var expected = texts.Index().Where(text => clause is not null && BruteForce.Holds(clause, "عنوان", text.Item, "sana")).Select(text => $"story-sana-{text.Index}");

            var found = await SearchAsync(query, new StoryQuery { Limit = 1000 });

            Assert.True(found.ToHashSet().SetEquals(expected), $"{query}: {string.Join(' ', found)} where {string.Join(' ', expected)} were expected.");
            Assert.Equal(found.Order(), (await search.FindBestAsync(SearchQuery.Parse(query), 1000, NoTags, DateTimeOffset.MaxValue, Cancel)).Order());
        }

        string Sentence(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => words[random.Next(words.Length)]));

        string Bare(int length) => Sentence(length).Replace("\"", "", StringComparison.Ordinal);

        string Query() => random.Next(9) switch
        {
            0 => Sentence(2),
            1 => $"\"{Bare(2)}\"",
            2 => $"{Sentence(1)} -{Sentence(1)}",
            3 => $"{Sentence(1)} OR {Sentence(2)}",
            4 => $"({Sentence(1)} أو -{Sentence(1)}) {Sentence(1)} -({Sentence(2)} | {Sentence(1)})",
            5 => $"={Sentence(1)} OR {Sentence(1)}*",
            6 => $"title:{Sentence(1)} OR ({Sentence(1)} source:sana)",
            7 => $"{Sentence(1)} (source:other OR -tag:sport) sources:1 after:2000-01-01",
            _ => $"-{Sentence(1)} -\"{Bare(2)}\"",
        };
    }

    private async Task SearchableAsync()
    {
        await PollAsync(
            Text("bare", "تشكيل حكومة جديدة"),
            Text("definite", "الحُكومة الجديدة تجتمع"),
            Text("and", "استقالة والحكومة الجديدة"),
            Text("for", "في ٢٠٢٠ وللحكومة الجديدة رأي"),
            Text("so", "فبحكومة"),
            Text("longer", "بالحكـومة، وطنية"));
        await PollAsync(Text("other", "كأس العالم: Winner", "other"));
        await MatchAsync();
        await new SearchIndex(Database).IndexAsync(100, Cancel);

        static Article Text(string id, string text, string feed = "sana") => Some.Article(id, feed, title: "عنوان", text: text);
    }
}
