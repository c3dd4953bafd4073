using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Direction marks, where a source keeps them.</summary>
internal static class BidiMarks
{
    private const char PopEmbedding = '\u202C';
    private const char PopIsolate = '\u2069';

    /// <summary>Every embedding and isolate ends on the line it starts on, so that none reaches into other text.</summary>
    public static string Balance(string line)
    {
        if (!line.AsSpan().ContainsAnyInRange('\u202A', '\u202E') && !line.AsSpan().ContainsAnyInRange('\u2066', '\u2069'))
        {
            return line;
        }

        var result = new StringBuilder(line.Length + 4);
        var open = new Stack<char>();
        foreach (var c in line)
        {
            var closes = c is PopEmbedding or PopIsolate;
            if (closes && (open.Count == 0 || open.Peek() != c))
            {
                continue;
            }

            if (closes)
            {
                open.Pop();
            }
            else if (c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2068'))
            {
                open.Push(c >= '\u2066' ? PopIsolate : PopEmbedding);
            }

            result.Append(c);
        }

        return result.Append([.. open]).ToString();
    }
}
