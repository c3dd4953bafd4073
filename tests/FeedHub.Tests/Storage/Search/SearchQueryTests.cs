using System.Globalization;
using CsCheck;
using FeedHub.Cleaning;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public sealed class SearchQueryTests
{
    [Theory]
    [InlineData("الحكومة الجديدة", "الحكومه الجديده")]
    [InlineData("\"الحكومة الجديدة\" خبر", "[الحكومه الجديده] خبر")]
    [InlineData("«الحكومة الجديدة»", "[الحكومه الجديده]")]
    [InlineData("“a b” -\"c d\"", "[a b] -[c d]")]
    [InlineData("خبر -عاجل", "خبر -عاجل")]
    [InlineData("خبر - عاجل", "خبر عاجل")]
    [InlineData("سوريا-تركيا", "[سوريا تركيا]")]
    [InlineData("=حكومة =\"رئيس\" حكو*", "[حكومه] [رييس] حكو*")]
    [InlineData("عبدالله", "[عبد الله]")]
    [InlineData("source:sana -tag:رياضة", "Source:sana -Tag:رياضة")]
    [InlineData("tag:\"كرة قدم\" خبر", "Tag:كرة قدم خبر")]
    [InlineData("مصدر:sana وسم:سياسة", "Source:sana Tag:سياسة")]
    [InlineData("عنوان:زلزال title:\"هزة أرضية\" TITLE:=هزة title:زلز*", "title:زلزال title:[هزه ارضيه] title:[هزه] title:زلز*")]
    [InlineData("after:2026-11-01 قبل:٢٠٢٦/١٢/٣", "After:2026-11-01 Before:2026-12-03")]
    [InlineData("sources:3 مصادر:٤", "Sources:3 Sources:4")]
    [InlineData("a OR b c | d", "(a | (b c) | d)")]
    [InlineData("a أو b او c", "(a | b | c)")]
    [InlineData("(a OR b) -(c d)", "(a | b) -(c d)")]
    [InlineData("((a (b (c))))", "a b c")]
    [InlineData("a(b)c", "a b c")]
    [InlineData("\"OR\" -أو", "[or] -او")]
    [InlineData("()", "")]
    [InlineData("\"tag:x\"", "[tag x]")]
    [InlineData("\"open end", "[open end]")]
    [InlineData("خبر خبر", "خبر")]
    [InlineData("... – ؟ * = =* -* \"\"", "")]
    [InlineData("source:", "source")]
    [InlineData("http://a.b", "[http a b]")]
    public void A_query_is_read_as_its_conditions(string text, string expected)
    {
        var query = SearchQuery.Parse(text);

        Assert.Equal(expected, query.Clause is { } clause ? Show(clause, isTop: true) : "");
        Assert.Empty(query.Mistakes);
    }

    [Theory]
    [InlineData("خبر after:أمس", "خبر", "NoDate after:أمس")]
    [InlineData("before:2026-13-01", "", "NoDate before:2026-13-01")]
    [InlineData("sources:كثيرة خبر", "خبر", "NoNumber sources:كثيرة")]
    [InlineData("sources:0", "", "NoNumber sources:0")]
    [InlineData("(خبر عاجل", "خبر عاجل", "Parenthesis (")]
    [InlineData("خبر) عاجل", "خبر عاجل", "Parenthesis )")]
    [InlineData(")(", "", "Parenthesis ),Parenthesis (")]
    [InlineData("خبر أو", "خبر", "NoChoice OR")]
    [InlineData("OR خبر", "خبر", "NoChoice OR")]
    [InlineData("OR", "", "NoChoice OR")]
    [InlineData("خبر ز*", "خبر", "ShortBeginning ز*")]
    public void What_makes_no_sense_is_named_and_left_out(string text, string expected, string mistakes)
    {
        var query = SearchQuery.Parse(text);

        Assert.Equal(expected, query.Clause is { } clause ? Show(clause, isTop: true) : "");
        Assert.Equal(mistakes, string.Join(',', query.Mistakes.Select(mistake => $"{mistake.Kind} {mistake.Written}")));
    }

    [Fact]
    public void No_text_is_an_error_and_conditions_are_few()
    {
        Gen.String[Gen.Char["\"«»-: \tا لوtagsource'\\\0\uD800\uDC00()|=*أو"], 0, 200].Sample(text => Assert.InRange(Count(SearchQuery.Parse(text).Clause), 0, 16));
        Assert.True(SearchQuery.Parse(null).IsEmpty);
        Assert.Equal(16, Count(SearchQuery.Parse(string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i} "))).Clause));
        Assert.NotEmpty(SearchQuery.Parse(new string('(', 100_000)).Mistakes);
        Assert.NotEmpty(SearchQuery.Parse(new string(')', 100_000)).Mistakes);
    }

    private static int Count(SearchClause? clause) => clause switch
    {
        null => 0,
        SearchClause.All all => all.Of.Sum(Count),
        SearchClause.Any any => any.Of.Sum(Count),
        SearchClause.Not not => Count(not.Of),
        _ => 1,
    };

    private static string Show(SearchClause clause, bool isTop = false) => clause switch
    {
        SearchClause.All all => isTop ? string.Join(' ', all.Of.Select(of => Show(of))) : $"({string.Join(' ', all.Of.Select(of => Show(of)))})",
        SearchClause.Any any => $"({string.Join(" | ", any.Of.Select(of => Show(of)))})",
        SearchClause.Not not => "-" + Show(not.Of),
        SearchClause.Words words => (words.InTitle ? "title:" : "") + string.Format(
            CultureInfo.InvariantCulture, words.Pattern.Match switch { WordMatch.Exact => "[{0}]", WordMatch.Prefix => "{0}*", _ => "{0}" }, string.Join(' ', words.Pattern.Words)),
        SearchClause.Source source => "Source:" + source.Named,
        SearchClause.Tag tag => "Tag:" + tag.Named,
        SearchClause.After after => "After:" + after.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SearchClause.Before before => "Before:" + before.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SearchClause.Sources sources => string.Create(CultureInfo.InvariantCulture, $"Sources:{sources.AtLeast}"),
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };
}
