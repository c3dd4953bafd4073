using System.Text.RegularExpressions;
using FeedHub.Sources;
using FeedHub.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeedHub.Tests.Sources;

/// <summary>Everything said to people is said in both languages.</summary>
public sealed partial class PhraseTests
{
    [Theory]
    [InlineData("FEEDHUB_LANG=ar LC_ALL=en_US.UTF-8", true)]
    [InlineData("FEEDHUB_LANG=en LC_ALL=ar", false)]
    [InlineData("LC_ALL=ar_EG.UTF-8 LANG=en_US", true)]
    [InlineData("LC_MESSAGES=ar LANG=en_US", true)]
    [InlineData("LC_ALL=C LC_MESSAGES=ar LANG=ar", false)]
    [InlineData("LANG=AR-sy", true)]
    [InlineData("LANG=arn_CL", false)]
    [InlineData("LANG=", false)]
    public void The_first_that_is_set_says_the_language(string settings, bool isArabic)
    {
        var set = settings.Split(' ').Select(setting => setting.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.Equal(isArabic, Phrase.IsArabic(set.GetValueOrDefault));
    }

    [Fact]
    public void The_Arabic_of_a_phrase_is_Arabic_and_tells_the_same_things()
    {
        var phrases = Directory.EnumerateFiles(Repository.Folder("src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodes())
            .Select(Pair).OfType<(ExpressionSyntax English, ExpressionSyntax Arabic, bool IsPhrase)>().ToList();

        Assert.True(phrases.Count > 200, "Only so many were found: " + phrases.Count);
        Assert.All(phrases.Where(pair => pair.IsPhrase), pair => Assert.Matches(@"[\u0621-\u064A]|\.Arabic\b", pair.Arabic.ToString()));
        Assert.All(
            phrases.Where(pair => ArabicLetter().IsMatch(pair.Arabic.ToString())),
            pair => Assert.True(Arguments(pair.English).SequenceEqual(Arguments(pair.Arabic)), $"{pair.English}\n{pair.Arabic}"));
    }

    /// <summary>Two texts side by side, by whichever of the ways to make a phrase; null: something else.</summary>
    private static (ExpressionSyntax English, ExpressionSyntax Arabic, bool IsPhrase)? Pair(SyntaxNode node)
    {
        var (arguments, isPhrase) = node switch
        {
            ImplicitObjectCreationExpressionSyntax created => (created.ArgumentList, false),
            ObjectCreationExpressionSyntax created when created.Type.ToString() == nameof(Phrase) => (created.ArgumentList, true),
            InvocationExpressionSyntax called when called.Expression.ToString() == "Phrase.Say" => (called.ArgumentList, true),
            _ => (null, false),
        };
        return arguments?.Arguments is [var english, var arabic] && Text(english.Expression) is { } first && Text(arabic.Expression) is { } second ? (first, second, isPhrase) : null;
    }

    private static ExpressionSyntax? Text(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax called when called.Expression.ToString() == "FormattableString.Invariant" => called.ArgumentList.Arguments[0].Expression,
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal,
        InterpolatedStringExpressionSyntax => expression,
        _ => null,
    };

    private static IEnumerable<string> Arguments(ExpressionSyntax text) =>
        (text as InterpolatedStringExpressionSyntax)?.Contents.OfType<InterpolationSyntax>()
            .Select(hole => Counting().Replace(hole.ToString().Replace(".English", "", StringComparison.Ordinal).Replace(".Arabic", "", StringComparison.Ordinal), "${number}"))
            .Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>();

    [GeneratedRegex(@"Wording\.Count\((?<number>[^,]+), ""\w+""\)|ArabicCount\.\w+\.Of\((?<number>[^)]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Counting();

    [GeneratedRegex(@"[\u0621-\u064A]", RegexOptions.NonBacktracking)]
    private static partial Regex ArabicLetter();
}
