namespace FeedHub.Stories;

/// <summary>Place, agency and byline before the first sentence: <c>سبق- الرياض:</c>, <c>واس –</c>, <c>دبي، الإمارات (CNN)--</c>.</summary>
internal static class Dateline
{
    private const int Longest = 45;
    private const int MostWords = 6;

    /// <summary>How many characters of a text's first line are its dateline; only what is compared is cut, never what is published.</summary>
    public static int Length(ReadOnlySpan<char> line)
    {
        var end = 0;
        var words = 0;
        for (var at = 0; at + 1 < line.Length && at < Longest && words <= MostWords; at++)
        {
            var letter = line[at];
            if (letter is ' ')
            {
                words++;
            }
            else if (letter is '"' or '«' or '“' or '.' or '؟' or '!')
            {
                break;
            }
            else if ((letter is ':' or '–' or '—' || (letter is '-' or 'ـ' && (line[at + 1] is ' ' or '-' or 'ـ'))) && words <= MostWords)
            {
                end = at + 1;
            }
        }

        return end < line.Length / 2 ? end : 0;
    }
}
