using CsCheck;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("الحكومة الجديدة", "+الحكومه +الجديده")]
    [InlineData("\"الحكومة الجديدة\" خبر", "+[الحكومه الجديده] +خبر")]
    [InlineData("«الحكومة الجديدة»", "+[الحكومه الجديده]")]
    [InlineData("“a b” -\"c d\"", "+[a b] -[c d]")]
    [InlineData("خبر -عاجل", "+خبر -عاجل")]
    [InlineData("خبر - عاجل", "+خبر +عاجل")]
    [InlineData("سوريا-تركيا", "+سوريا تركيا")]
    [InlineData("source:sana -tag:رياضة", "+Source:sana -Tag:رياضة")]
    [InlineData("tag:\"كرة قدم\" خبر", "+Tag:كرة قدم +خبر")]
    [InlineData("مصدر:sana وسم:سياسة", "+Source:sana +Tag:سياسة")]
    [InlineData("\"tag:x\"", "+[tag x]")]
    [InlineData("\"open end", "+[open end]")]
    [InlineData("خبر خبر", "+خبر")]
    [InlineData("... – ؟", "")]
    [InlineData("source:", "+source")]
    [InlineData("http://a.b", "+http a b")]
    public void A_query_is_read_as_its_terms(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', SearchQuery.Parse(text).Terms.Select(Show)));

    [Fact]
    public void No_text_is_an_error_and_terms_are_few()
    {
        Gen.String[Gen.Char["\"«»-: \tا لوtagsource'\\\0\uD800\uDC00"], 0, 200].Sample(text =>
        {
            var terms = SearchQuery.Parse(text).Terms;
            Assert.InRange(terms.Length, 0, 16);
            Assert.All(terms, term => Assert.NotEmpty(term.Kind == SearchTermKind.Words ? term.Words : [term.Value]));
        });
        Assert.Empty(SearchQuery.Parse(null).Terms);
        Assert.InRange(SearchQuery.Parse(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i} "))).Terms.Length, 1, 16);
    }

    [Theory]
    [InlineData("حكومة", "حكومه الحكومه والحكومه للحكومه وللحكومه بالحكومه لحكومه فالحكومه كالحكومه وبحكومه")]
    [InlineData("الحكومة", "حكومه الحكومه والحكومه للحكومه بالحكومه")]
    [InlineData("وبالحكومة", "حكومه الحكومه")]
    [InlineData("اللغة", "لغه للغه باللغه واللغه")]
    public void One_word_stands_for_itself_with_and_without_prefixes(string word, string expected)
    {
        var spellings = SearchQuery.Parse(word).Terms[0].Spellings.Select(spelling => spelling[0]).ToHashSet();

        Assert.Superset(expected.Split(' ').ToHashSet(), spellings);
    }

    [Theory]
    [InlineData("وزير", "زير")]
    [InlineData("الم", "م")]
    [InlineData("في", "وفي")]
    [InlineData("nato", "ونato")]
    [InlineData("بلد", "لد")]
    public void A_letter_of_the_word_itself_is_no_prefix(string word, string unexpected) =>
        Assert.DoesNotContain(unexpected, SearchQuery.Parse(word).Terms[0].Spellings.Select(spelling => spelling[0]));

    private static string Show(SearchTerm term) =>
        (term.IsExcluded ? "-" : "+") + (term.Kind != SearchTermKind.Words ? $"{term.Kind}:{term.Value}"
            : term.IsPhrase ? $"[{string.Join(' ', term.Words)}]" : string.Join(' ', term.Words));
}
