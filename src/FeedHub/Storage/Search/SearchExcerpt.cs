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
        var hits = new List<(int Start, int End)>();
        var wanted = query.Wanted.Select(words => words.Pattern).ToList();
        var places = wanted.Count == 0 ? [] : WordSplit.WithPlaces(text);
        var words = places.Select(place => place.Word).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            var at = i;
            var length = wanted.Max(pattern => pattern.LengthAt(words, at));
            if (length == 0)
            {
                continue;
            }

            if (hits.Count == 0 || hits[^1].End <= places[i].Start)
            {
                hits.Add((places[i].Start, places[i + length - 1].End));
            }

            i += length - 1;
        }

        return hits;
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
