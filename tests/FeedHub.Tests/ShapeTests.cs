using System.Globalization;
using FeedHub.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FeedHub.Tests;

/// <summary>How large a method may grow. What is over the bound is listed beside it: the list may only shrink.</summary>
public sealed class ShapeTests
{
    private const int MaxComplexity = 15;
    private const int MaxNesting = 3;
    private const int MaxParameters = 6;

    private static readonly Lazy<IReadOnlyList<Measured>> Methods = new(() => [.. Files().SelectMany(Measure)]);

    [Fact]
    public void No_method_is_more_complex_than_fifteen_but_for_flat_switches() =>
        Holds("complexity", method => method.Complexity > MaxComplexity, method => method.Complexity);

    [Fact]
    public void No_method_nests_deeper_than_three() =>
        Holds("nesting", method => method.Nesting > MaxNesting, method => method.Nesting);

    [Fact]
    public void No_method_takes_more_than_six_parameters() =>
        Holds("parameters", method => method.Parameters > MaxParameters, method => method.Parameters);

    [Fact]
    public void The_pipeline_fits_a_screen()
    {
        Assert.InRange(File.ReadLines(Repository.Folder("src/FeedHub/FeedPipeline.cs")).Count(), 1, 120);
        Assert.All(Methods.Value.Where(method => method.Name.StartsWith("FeedPipeline.", StringComparison.Ordinal)), method => Assert.InRange(method.Lines, 1, 40));
    }

    [Fact]
    public void Nothing_static_changes()
    {
        var changing = Files().SelectMany(file => file.DescendantNodes().OfType<MemberDeclarationSyntax>()).Where(IsChangingStatic);
        AssertSame(Listed("static"), changing.Select(Name));
    }

    private static void Holds(string bound, Func<Measured, bool> isOver, Func<Measured, int> measure)
    {
        var over = Methods.Value.Where(isOver).Select(method => string.Create(CultureInfo.InvariantCulture, $"{method.Name} {measure(method)}"));
        AssertSame(Listed(bound), over);
    }

    private static void AssertSame(IEnumerable<string> listed, IEnumerable<string> found)
    {
        var (excused, over) = (listed.ToList(), found.Distinct().ToList());
        Assert.True(over.Except(excused).FirstOrDefault() is null, "Too large:\n" + string.Join('\n', over.Except(excused)));
        Assert.True(excused.Except(over).FirstOrDefault() is null, "Listed and mended, take it off the list:\n" + string.Join('\n', excused.Except(over)));
    }

    /// <summary>What <c>Fixtures/shape.txt</c> excuses, a line each: the bound, the method, how much it is.</summary>
    private static IEnumerable<string> Listed(string bound) => File.ReadLines(Repository.Folder("tests/FeedHub.Tests/Fixtures/shape.txt"))
        .Where(line => line.StartsWith(bound + " ", StringComparison.Ordinal)).Select(line => line[(bound.Length + 1)..]);

    private static IEnumerable<SyntaxNode> Files() => Directory.EnumerateFiles(Repository.Folder("src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), new CSharpParseOptions(LanguageVersion.Preview)).GetRoot());

    private static IEnumerable<Measured> Measure(SyntaxNode file) =>
        from node in file.DescendantNodes()
        where node is BaseMethodDeclarationSyntax { ExpressionBody: not null } or BaseMethodDeclarationSyntax { Body: not null } or AccessorDeclarationSyntax or LocalFunctionStatementSyntax or PropertyDeclarationSyntax { ExpressionBody: not null }
        let lines = node.GetLocation().GetLineSpan()
        select new Measured(
            Name(node), 1 + Own(node).Sum(Branches), Own(node).Where(Nests).Select(inner => Depth(inner, node)).DefaultIfEmpty(0).Max(), ParametersOf(node)?.Parameters.Count ?? 0,
            lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1);

    private static ParameterListSyntax? ParametersOf(SyntaxNode node) => (node as BaseMethodDeclarationSyntax)?.ParameterList ?? (node as LocalFunctionStatementSyntax)?.ParameterList;

    /// <summary>A local function is measured by itself.</summary>
    private static IEnumerable<SyntaxNode> Own(SyntaxNode method) =>
        method.DescendantNodes(node => node == method || node is not LocalFunctionStatementSyntax).Where(node => node is not LocalFunctionStatementSyntax);

    /// <summary>A switch counts once: a flat one is read like a table.</summary>
    private static int Branches(SyntaxNode node) => node switch
    {
        IfStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax => 1,
        SwitchStatementSyntax or SwitchExpressionSyntax or CatchClauseSyntax or ConditionalExpressionSyntax or WhenClauseSyntax => 1,
        BinaryExpressionSyntax binary when binary.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression => 1,
        _ => 0,
    };

    private static bool Nests(SyntaxNode node) => node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax or DoStatementSyntax
        or SwitchStatementSyntax or TryStatementSyntax or IfStatementSyntax { Parent: not ElseClauseSyntax };

    private static int Depth(SyntaxNode node, SyntaxNode method) => node.AncestorsAndSelf().TakeWhile(outer => outer != method).Count(Nests);

    private static bool IsChangingStatic(MemberDeclarationSyntax member) => member.Modifiers.Any(SyntaxKind.StaticKeyword) && member switch
    {
        FieldDeclarationSyntax field => !field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) || IsState(field.Declaration.Type.ToString()),
        PropertyDeclarationSyntax property => property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration)) == true,
        _ => false,
    };

    private static bool IsState(string type) =>
        type.StartsWith("Concurrent", StringComparison.Ordinal) || type.StartsWith("ConditionalWeakTable", StringComparison.Ordinal) || type is "SemaphoreSlim" or "Lock";

    /// <summary><c>Type.Method</c>.</summary>
    private static string Name(SyntaxNode node) => node.Ancestors().OfType<BaseTypeDeclarationSyntax>().First().Identifier.Text + "." + node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        FieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        ConstructorDeclarationSyntax => "new",
        _ => node.Ancestors().OfType<PropertyDeclarationSyntax>().FirstOrDefault()?.Identifier.Text ?? "operator",
    };

    private sealed record Measured(string Name, int Complexity, int Nesting, int Parameters, int Lines);
}
