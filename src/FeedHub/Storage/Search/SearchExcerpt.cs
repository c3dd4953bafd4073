using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A stretch of the original text.</summary>
/// <param name="IsMatch">It is what was searched for.</param>
public sealed record ExcerptPart(string Text, bool IsMatch);

/// <summary>Where in a text the words of a search stand: found in matching form, shown as written.</summary>
public static class SearchExcerpt
{
    private const int WordsBefore = 8;

    /// <summary>The whole text in parts, those that match marked.</summary>
    public static IReadOnlyList<ExcerptPart> Highlight(string text, SearchQuery query) => Parts(text, 0, text.Length, Hits(text, query));

    /// <summary>A stretch of the text around its first match, else its beginning; <c>…</c> where something was left out.</summary>
    /// <param name="length">About so many characters.</param>
    public static IReadOnlyList<ExcerptPart> Of(string text, SearchQuery query, int length = 240)
    {
        var hits = Hits(text, query);
        var start = hits.Count == 0 ? 0 : Before(text, hits[0].Start);
        if (text.Length - start < length)
        {
            start = text.Length <= length ? 0 : Math.Min(start, WordStart(text, text.Length - length));
        }

        var end = text.Length - start <= length ? text.Length : WordEnd(text, start + length);
        var parts = Parts(text, start, end, hits);
        return [.. start > 0 ? [new ExcerptPart("… ", false)] : Array.Empty<ExcerptPart>(), .. parts, .. end < text.Length ? [new ExcerptPart(" …", false)] : Array.Empty<ExcerptPart>()];
    }

    private static List<ExcerptPart> Parts(string text, int start, int end, List<(int Start, int End)> hits)
    {
        var parts = new List<ExcerptPart>();
        var at = start;
        foreach (var hit in hits.Where(hit => hit.Start >= start && hit.End <= end))
        {
            Add(at, hit.Start, isMatch: false);
            Add(hit.Start, hit.End, isMatch: true);
            at = hit.End;
        }

        Add(at, end, isMatch: false);
        return parts;

        void Add(int from, int to, bool isMatch)
        {
            if (to > from)
            {
                parts.Add(new ExcerptPart(text[from..to], isMatch));
            }
        }
    }

    /// <summary>In the order of the text, not overlapping.</summary>
    private static List<(int Start, int End)> Hits(string text, SearchQuery query)
    {
        var wanted = query.Terms.Where(term => term is { Kind: SearchTermKind.Words, IsExcluded: false })
            .SelectMany(term => term.Spellings)
            .ToLookup(spelling => spelling[0]);
        var hits = new List<(int Start, int End)>();
        if (wanted.Count == 0)
        {
            return hits;
        }

        var words = Words(text);
        for (var i = 0; i < words.Count; i++)
        {
            var at = i;
            var length = wanted[words[i].Form].Where(spelling => IsAt(words, at, spelling)).Select(spelling => spelling.Length).DefaultIfEmpty(0).Max();
            if (length > 0)
            {
                var last = words[i + length - 1];
                if (hits.Count == 0 || hits[^1].End <= words[i].Start)
                {
                    hits.Add((words[i].Start, last.End));
                }

                i += length - 1;
            }
        }

        return hits;
    }

    private static bool IsAt(List<(string Form, int Start, int End)> words, int at, ImmutableArray<string> spelling)
    {
        for (var i = 0; i < spelling.Length; i++)
        {
            if (at + i >= words.Count || words[at + i].Form != spelling[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The words of the matching form, each with its place in the text. A sign such as ﷺ is several words in one place.</summary>
    private static List<(string Form, int Start, int End)> Words(string text)
    {
        var words = new List<(string, int, int)>();
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && !ArabicText.IsSeparator(text, i))
            {
                i++;
            }

            if (i > start)
            {
                words.AddRange(SearchWords.Of(text[start..i]).Select(form => (form, start, i)));
            }
            else
            {
                i++;
            }
        }

        return words;
    }

    private static int Before(string text, int at)
    {
        for (var words = 0; words < WordsBefore && at > 0; words++)
        {
            at = WordStart(text, at - 1);
        }

        return at;
    }

    /// <summary>Back to the beginning of the word that <paramref name="at"/> is in, but not over a line's end.</summary>
    private static int WordStart(string text, int at)
    {
        while (at > 0 && text[at - 1] is not (' ' or '\n'))
        {
            at--;
        }

        return at;
    }

    /// <summary>Back to the end of the word before; a text without spaces is cut between characters.</summary>
    private static int WordEnd(string text, int at)
    {
        var space = text.LastIndexOfAny([' ', '\n'], at - 1, Math.Min(at, 40));
        return space > 0 ? space : char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }
}
