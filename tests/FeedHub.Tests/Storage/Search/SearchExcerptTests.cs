using CsCheck;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class SearchExcerptTests
{
    [Theory]
    [InlineData("حكومة", "قالت الحُكومَةُ، إنّ…", "قالت [الحُكومَةُ]، إنّ…")]
    [InlineData("إلى", "ذهب الى بيته وإلي عمله", "ذهب [الى] بيته [وإلي] عمله")]
    [InlineData("\"مجلس الأمن\"", "في مجلس — الأمن، لا مجلس آخر", "في [مجلس — الأمن]، لا مجلس آخر")]
    [InlineData("١٦", "يوم 16 ويوم ۱۶", "يوم [16] ويوم [۱۶]")]
    [InlineData("الله", "محمد ﷺ", "محمد [ﷺ]")]
    [InlineData("-خبر", "خبر", "خبر")]
    [InlineData("nato", "NATO's Nato", "[NATO]'s [Nato]")]
    [InlineData("سوريا", "#سوريا_تنتصر", "#[سوريا]_تنتصر")]
    [InlineData("tag:خبر", "خبر", "خبر")]
    public void What_was_searched_is_marked_as_it_is_written(string query, string text, string expected) =>
        Assert.Equal(expected, Show(SearchExcerpt.Highlight(text, SearchQuery.Parse(query))));

    [Fact]
    public void An_excerpt_is_cut_between_words_around_the_first_match()
    {
        var text = string.Join(' ', Enumerable.Range(1, 400).Select(i => i == 200 ? "المفتاح" : $"كلمة{i}"));

        var excerpt = Show(SearchExcerpt.Of(text, SearchQuery.Parse("مفتاح"), 120));

        Assert.StartsWith("… كلمة192 كلمة193", excerpt, StringComparison.Ordinal);
        Assert.Contains("كلمة199 [المفتاح] كلمة201", excerpt, StringComparison.Ordinal);
        Assert.Matches("كلمة20[0-9] …$", excerpt);
        Assert.InRange(excerpt.Length, 80, 130);
    }

    [Fact]
    public void Without_a_match_it_is_the_beginning()
    {
        Assert.Equal("قصير", Show(SearchExcerpt.Of("قصير", SearchQuery.Parse("آخر"))));
        Assert.Equal("كلمة كلمة …", Show(SearchExcerpt.Of("كلمة كلمة كلمة كلمة", SearchQuery.Parse(""), 12)));
        Assert.Empty(SearchExcerpt.Of("", SearchQuery.Parse("آخر")));
    }

    [Fact]
    public void The_parts_of_a_highlighted_text_are_the_text() =>
        Gen.Select(Gen.String[Gen.Char["او لحكمه.ﷺ\u064B\n👍x"], 0, 60], Gen.String[Gen.Char["او لحكمه\"-"], 0, 12], Gen.Int[1, 40]).Sample((text, query, length) =>
        {
            var parsed = SearchQuery.Parse(query);
            Assert.Equal(text, string.Concat(SearchExcerpt.Highlight(text, parsed).Select(part => part.Text)));
            var excerpt = string.Concat(SearchExcerpt.Of(text, parsed, length).Select(part => part.Text));
            Assert.Contains(excerpt.Replace("… ", "", StringComparison.Ordinal).Replace(" …", "", StringComparison.Ordinal), text, StringComparison.Ordinal);
        });

    private static string Show(IEnumerable<ExcerptPart> parts) => string.Concat(parts.Select(part => part.IsMatch ? $"[{part.Text}]" : part.Text));
}
