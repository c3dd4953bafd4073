using System.Collections.Frozen;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>"Did you mean": for a word that the index hardly knows, one of its own that differs by a letter (edit distance), letters that are confused first.</summary>
internal static class SearchSuggestion
{
    private const string Letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

    /// <summary>Candidates whose stories are counted.</summary>
    private const int MostCounted = 12;

    /// <summary>So many times as many stories have the other word, or it is no slip.</summary>
    private const int Times = 10;

    /// <summary>In more stories a word is no slip, however frequent its neighbours are.</summary>
    private const int Rare = 3;

    /// <summary>Sounded alike, alike but for dots, or side by side on the keyboard.</summary>
    private static readonly FrozenSet<(char, char)> Confused =
        "ضظ طت ثس سص ذز دض ذد قك قغ غج حه عا حخ بت يا اه رز فق سش كخ طظ"
            .Split(' ').SelectMany(pair => new[] { (pair[0], pair[1]), (pair[1], pair[0]) }).ToFrozenSet();

    /// <summary>The word of the index that was perhaps meant, in matching form; null: it is well known, or like none.</summary>
    public static async Task<string?> ForAsync(DatabaseSession session, WordPattern pattern)
    {
        if (pattern.Match != WordMatch.Family || pattern.Words[0] is not [>= 'ا' and <= 'ي', _, _, ..] word)
        {
            return null;
        }

        var sql = await SearchSql.OfAsync(session, new SearchClause.Words(pattern, InTitle: false), new SearchNames());
        var own = (await CountsAsync(session, sql, [sql.Family(pattern, inTitle: false)]))[0];
        if (own >= Rare)
        {
            return null;
        }

        var edits = Edits(word).GroupBy(edit => edit.Word, edit => edit.Cost).ToDictionary(edit => edit.Key, edit => edit.Min());
        var known = await session.QueryAsync<string>(
            $"SELECT DISTINCT word FROM search_families WHERE {session.Database.AnyOf("word", "words")}", new { words = session.Database.List(edits.Keys) });
        var nearest = known.Where(other => other != word).OrderBy(other => edits[other]).ThenBy(other => other, StringComparer.Ordinal).Take(MostCounted).ToList();
        var counts = await CountsAsync(session, sql, [.. nearest.Select(other => session.Database.Dialect.Phrase([other], isBeginning: false, inTitle: false))]);
        return nearest.Zip(counts).Where(other => other.Second > Times * own && other.Second > 1)
            .OrderByDescending(other => Math.Log(other.Second) - (3 * edits[other.First])).Select(other => other.First).FirstOrDefault();
    }

    /// <summary>How many stories answer each query, as far as it matters.</summary>
    private static async Task<IReadOnlyList<long>> CountsAsync(DatabaseSession session, SearchSql sql, IReadOnlyList<string> queries)
    {
        if (queries.Count == 0)
        {
            return [];
        }

        var counts = queries.Select(query => $"(SELECT COUNT(*) FROM (SELECT 1 FROM search i WHERE {session.Database.Dialect.Found(sql.Add(query))} LIMIT 1000) c)");
        return (await session.QueryAsync($"SELECT {string.Join(", ", counts)}", sql.Parameters, row => queries.Select((_, place) => row.GetInt64(place)).ToArray()))[0];
    }

    /// <summary>Every spelling at a distance of one: a letter less, two exchanged, another in its place, or one more.</summary>
    private static IEnumerable<(string Word, double Cost)> Edits(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            yield return (word.Remove(i, 1), i > 0 && word[i] == word[i - 1] ? 0.5 : 1);
            if (i > 0)
            {
                yield return ($"{word[..(i - 1)]}{word[i]}{word[i - 1]}{word[(i + 1)..]}", 0.6);
            }

            foreach (var letter in Letters)
            {
                yield return ($"{word[..i]}{letter}{word[(i + 1)..]}", Confused.Contains((word[i], letter)) ? 0.5 : 1);
                yield return (word.Insert(i, letter.ToString()), 1);
            }
        }

        foreach (var letter in Letters)
        {
            yield return (word + letter, 1);
        }
    }
}
