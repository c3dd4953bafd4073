using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace FeedHub.Mutants;

/// <summary>One sign of the source changed.</summary>
/// <param name="File">Relative to the checkout.</param>
/// <param name="Line">Counted from 1.</param>
/// <param name="Span">Of the expression in its file.</param>
internal sealed record Mutation(string Room, string File, int Line, TextSpan Span, string Original, string Mutated)
{
    private static readonly Dictionary<SyntaxKind, string> Signs = new()
    {
        [SyntaxKind.LessThanExpression] = "<=",
        [SyntaxKind.LessThanOrEqualExpression] = "<",
        [SyntaxKind.GreaterThanExpression] = ">=",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">",
        [SyntaxKind.EqualsExpression] = "!=",
        [SyntaxKind.NotEqualsExpression] = "==",
        [SyntaxKind.AddExpression] = "-",
        [SyntaxKind.SubtractExpression] = "+",
        [SyntaxKind.MultiplyExpression] = "/",
        [SyntaxKind.DivideExpression] = "*",
        [SyntaxKind.LogicalAndExpression] = "||",
        [SyntaxKind.LogicalOrExpression] = "&&",
    };

    /// <summary>Every place of a file where a sign can be changed while the program runs.</summary>
    public static IEnumerable<Mutation> Of(string room, string file, string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text);
        foreach (var expression in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>())
        {
            if (MutatedForm(expression) is { } mutated && !IsFixed(expression))
            {
                yield return new(room, file, tree.GetLineSpan(expression.Span).StartLinePosition.Line + 1, expression.Span, expression.ToString(), mutated);
            }
        }
    }

    /// <summary>The file with both forms of each expression, of which the environment chooses one.</summary>
    /// <param name="mutations">By number; none within another.</param>
    public static string Apply(string text, IEnumerable<(int Index, Mutation Item)> mutations) =>
        mutations.OrderByDescending(one => one.Item.Span.Start).Aggregate(
            text,
            (changed, one) => changed[..one.Item.Span.Start]
                + $"(global::FeedHub.Mutant.Is({one.Index}) ? ({one.Item.Mutated}) : ({one.Item.Original}))"
                + changed[one.Item.Span.End..]);

    private static string? MutatedForm(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary when Signs.TryGetValue(binary.Kind(), out var sign) && !IsText(binary) => $"{binary.Left} {sign} {binary.Right}",
        PrefixUnaryExpressionSyntax not when not.IsKind(SyntaxKind.LogicalNotExpression) => not.Operand.ToString(),
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.TrueLiteralExpression) => "false",
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.FalseLiteralExpression) => "true",
        _ => null,
    };

    private static bool IsText(BinaryExpressionSyntax binary) =>
        binary.IsKind(SyntaxKind.AddExpression)
        && binary.DescendantNodes().Any(node => node is InterpolatedStringExpressionSyntax || node.IsKind(SyntaxKind.StringLiteralExpression));

    /// <summary>Evaluated by the compiler, or declares what stands behind it.</summary>
    private static bool IsFixed(ExpressionSyntax expression) =>
        expression.Ancestors().Any(above => above is AttributeSyntax or ParameterSyntax or CaseSwitchLabelSyntax or PatternSyntax or EnumMemberDeclarationSyntax
            || (above is BaseFieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword))
            || (above is LocalDeclarationStatementSyntax local && local.IsConst))
        || expression.DescendantNodesAndSelf().Any(node => node is VariableDesignationSyntax);
}
