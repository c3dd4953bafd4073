using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>A line to leave out, in matching form; a trailing <c>*</c> stands for any ending.</summary>
internal readonly record struct LinePattern(string Form, bool AnyEnding)
{
    public static LinePattern[] ReadAll(ImmutableArray<string> lines) =>
        lines.IsEmpty ? [] : lines.Select(Read).Where(pattern => pattern.Form.Length > 0).ToArray();

    public static bool Matches(LinePattern[] patterns, string form)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.AnyEnding ? form.StartsWith(pattern.Form, StringComparison.Ordinal) : form.Equals(pattern.Form, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static LinePattern Read(string line) => new(ArabicText.MatchingForm(line.TrimEnd('*')), line.EndsWith('*'));
}
