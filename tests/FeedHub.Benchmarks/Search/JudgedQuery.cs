using System.Collections.Immutable;

namespace FeedHub.Benchmarks.Search;

/// <summary>A search with the forms of each of its words that are right, of <c>forms.txt</c>.</summary>
/// <param name="Set"><c>open</c>, or <c>shut</c>: not looked at while the rules were made.</param>
internal sealed record JudgedQuery(string Set, string Typed, ImmutableArray<ImmutableHashSet<string>> Forms)
{
    public static IReadOnlyList<JudgedQuery> All { get; } =
        [.. Grades.Lines("forms.txt").Select(parts => new JudgedQuery(parts[0], parts[1], [.. parts[2..].Select(forms => forms.Split(' ').ToImmutableHashSet())]))];

    public bool IsAnsweredBy(IReadOnlySet<string> words) => Forms.All(forms => forms.Any(words.Contains));
}
