using FeedHub.Cleaning;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    private static readonly Func<string, IReadOnlyCollection<string>> NoTags = _ => [];

    [Theory]
    [InlineData("حكومة", "bare,definite,and,for,so,longer")]
    [InlineData("الحكومة", "bare,definite,and,for,so,longer")]
    [InlineData("وللحُكُومه", "bare,definite,and,for,so,longer")]
    [InlineData("حكومات", "")]
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

        var found = await new SearchIndex(Database).FindAsync(query, new StoryQuery { Limit = 50 }, tag => tag == "sport" ? ["other", "unlisted"] : [], Cancel);

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(), found.Select(id => id.Split('-')[^1]).Order());
    }

    [Fact]
    public async Task A_phrase_does_not_span_title_and_text()
    {
        await PollAsync(Some.Article("1", title: "بداية عنوان", text: "نهاية خبر"));
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(10, Cancel);

        Assert.Empty(await search.FindAsync("\"عنوان نهاية\"", new StoryQuery { Limit = 10 }, NoTags, Cancel));
        Assert.Single(await search.FindAsync("\"نهاية خبر\" عنوان", new StoryQuery { Limit = 10 }, NoTags, Cancel));
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
        Assert.Equal(newest.Take(3).Select(story => story.Id), await search.FindAsync("خبر", new StoryQuery { Limit = 3 }, NoTags, Cancel));
        Assert.Equal(newest.Skip(3).Select(story => story.Id), await search.FindAsync("خبر", new StoryQuery { Limit = 2, BeforeSequence = newest[2].Sequence }, NoTags, Cancel));
        Assert.Empty(await search.FindAsync("خبر", new StoryQuery { Limit = 0 }, NoTags, Cancel));
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

        Assert.Empty(await search.FindAsync("قديم", new StoryQuery { Limit = 10 }, NoTags, Cancel));
        Assert.Equal(["story"], await search.FindAsync("حديث", new StoryQuery { Limit = 10 }, NoTags, Cancel));
        Assert.Equal(["story"], await search.FindAsync("نسخة", new StoryQuery { Limit = 10 }, NoTags, Cancel));
    }

    [Fact]
    public async Task What_has_expired_is_not_found_and_leaves_nothing_in_the_index()
    {
        await SearchableAsync();
        var search = new SearchIndex(Database);

        await Articles.ExpireAsync(Some.Now.AddDays(1), Cancel);

        Assert.Empty(await search.FindAsync("حكومة", new StoryQuery { Limit = 10 }, NoTags, Cancel));
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

        await search.FindAsync(query, new StoryQuery { Limit = 10 }, NoTags, Cancel);
        await search.FindAsync(string.Join(' ', Enumerable.Range(0, 400).Select(i => query + i)), new StoryQuery { Limit = 10 }, NoTags, Cancel);
        Assert.NotEmpty(await search.FindAsync("حكومة", new StoryQuery { Limit = 10 }, NoTags, Cancel));
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

        Assert.Single(await search.FindAsync("طويل \"كلمة أخرى\"", new StoryQuery { Limit = 10 }, NoTags, Cancel));
        Assert.Single(await search.FindAsync(new string('ك', 400), new StoryQuery { Limit = 10 }, NoTags, Cancel));
        Assert.Single(await search.FindAsync("unicode \"صلى الله عليه وسلم\" 東京", new StoryQuery { Limit = 10 }, NoTags, Cancel));
    }

    [Fact]
    public async Task What_is_found_is_what_reading_every_story_would_find()
    {
        string[] words =
        [
            "حكومة", "الحُكومة", "وللحكومة", "لغة", "اللغة", "إلى", "الى", "مدرسـة", "٢٠٢٠", "2020", "2,400", "2400", "2٬400", "10.5", "١٠٫٥", "100%", "+49", "ﷲ", "﷽",
            "لا\u200Cمي", "مؤسسة", "كتابٌ", "a_b", "#وسم_آخر", "x’s", "É", "e\u0301", "Straße", "İzmir", "ǅ", "①", "²", "½", "ⅷ", "𝟙", "東京", "ที่", "हिन्दी", "שָׁלוֹם", "👍", "👨‍👩‍👧", "\uE000", "co-op", "سوريا-تركيا",
            "في", "و", "،", "...", "\"", "'", "\\", "|", "ᾳ", "ﬁ", "ｆｕｌｌ", "ـ", "ڤيتامين", "پ", "ی", "ک",
        ];
        var random = new Random(2);
        var texts = Enumerable.Range(1, 150).Select(_ => Sentence(random.Next(1, 9))).ToList();
        await PollAsync([.. texts.Select((text, i) => Some.Article($"{i}", title: "عنوان", text: text))]);
        await MatchAsync();
        var search = new SearchIndex(Database);
        await search.IndexAsync(1000, Cancel);

        foreach (var query in words.Concat(Enumerable.Range(0, 400).Select(_ => Query())))
        {
            var terms = SearchQuery.Parse(query).Terms;
            var expected = texts.Index().Where(text => terms.Length > 0 && terms.All(term => Holds(term, text.Item))).Select(text => $"story-sana-{text.Index}");

            var found = await search.FindAsync(query, new StoryQuery { Limit = 1000 }, NoTags, Cancel);

            Assert.True(found.ToHashSet().SetEquals(expected), $"{query}: {string.Join(' ', found)} where {string.Join(' ', expected)} were expected.");
        }

        string Sentence(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => words[random.Next(words.Length)]));

        string Query() => random.Next(4) switch
        {
            0 => Sentence(2),
            1 => $"\"{Sentence(2).Replace("\"", "", StringComparison.Ordinal)}\"",
            2 => $"{Sentence(1)} -{Sentence(1)}",
            _ => $"-{Sentence(1)} -\"{Sentence(2).Replace("\"", "", StringComparison.Ordinal)}\"",
        };

        static bool Holds(SearchTerm term, string text)
        {
            var inOrder = $" عنوان ¶ {string.Join(' ', ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))} ";
            return term.IsExcluded != term.Spellings.Any(spelling => inOrder.Contains($" {string.Join(' ', spelling)} ", StringComparison.Ordinal));
        }
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
