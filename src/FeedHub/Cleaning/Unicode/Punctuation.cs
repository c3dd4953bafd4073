using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Options that change what was written; off unless a source asks for them.</summary>
internal static class Punctuation
{
    private const string Arabic = "،؛؟";

    /// <summary>No space before <c>، ؛ ؟ : ! .</c> and one after <c>، ؛ ؟</c> where a word follows. Numbers, times and addresses stay as they are.</summary>
    public static string FixSpacing(string line)
    {
        var result = new StringBuilder(line.Length + 8);
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            var isMoved = IsClosing(c) && EndsClause(line, i) && result.Length > 1 && result[^1] == ' ' && IsWordEnd(result[^2]);
            result.Length -= isMoved ? 1 : 0;
            result.Append(c);
            if ((isMoved || Arabic.Contains(c, StringComparison.Ordinal)) && i + 1 < line.Length && WantsSpace(line, i))
            {
                result.Append(' ');
            }
        }

        return result.ToString();
    }

    /// <summary>Arabic-Indic and Persian digits become ASCII.</summary>
    public static string FoldDigits(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\u0660', '\u06F9'))
        {
            return line;
        }

        return string.Create(line.Length, line, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = source[i] switch
                {
                    >= '\u0660' and <= '\u0669' => (char)(source[i] - '\u0660' + '0'),
                    >= '\u06F0' and <= '\u06F9' => (char)(source[i] - '\u06F0' + '0'),
                    _ => source[i],
                };
            }
        });
    }

    private static bool IsClosing(char c) => c is ':' or '!' or '.' || Arabic.Contains(c, StringComparison.Ordinal);

    /// <summary>Not the start of <c>...</c>, <c>.net</c> or <c>:-)</c>.</summary>
    private static bool EndsClause(string line, int i) =>
        Arabic.Contains(line[i], StringComparison.Ordinal)
        || i + 1 == line.Length
        || line[i + 1] is ' ' or '"' or '”' or '»'
        || (line[i] == ':' && Characters.IsArabicLetter(line[i + 1]));

    private static bool IsWordEnd(char c) => Characters.IsLetterMarkOrDigit(c) || c is '"' or '”' or '»' or ')' or ']' or Characters.Tatweel;

    private static bool WantsSpace(string line, int i)
    {
        var next = line[i + 1];
        return char.IsLetter(next) || next is '“' or '«' or '('
            || (char.IsDigit(next) && (i == 0 || !char.IsDigit(line[i - 1])));
    }
}
