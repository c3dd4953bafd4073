using System.Buffers;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Storage;

/// <summary>What the titles of some days keep naming: pairs of words first, then words alone.</summary>
internal static class FrequentNames
{
    private const int MostPairs = 12;
    private const int MostWords = 8;

    /// <summary>No name goes over them.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create(".،:؛؟!\"«»()…|/");

    /// <summary>In fewer stories it is no name of the week.</summary>
    private const int FewestStories = 3;

    /// <param name="titles">Of every copy, by story; the story by any key.</param>
    public static IReadOnlyList<string> Of(IEnumerable<(long Story, string Title)> titles)
    {
        var pairs = new Dictionary<string, Name>(StringComparer.Ordinal);
        var words = new Dictionary<string, Name>(StringComparer.Ordinal);
        foreach (var (story, title) in titles)
        {
            var places = WordSplit.WithPlaces(title);
            for (var i = 0; i < places.Count; i++)
            {
                Count(words, places, i, i, title, story);
                Count(pairs, places, i, i + 1, title, story);
            }
        }

        var together = Most(pairs, MostPairs);
        return [.. together.Concat(Most(words, MostWords * 3).Where(word => !together.Any(pair => pair.Contains(word, StringComparison.Ordinal))).Take(MostWords))];
    }

    private static List<string> Most(Dictionary<string, Name> names, int most) =>
        [.. names.Values.Where(name => name.Stories.Count >= FewestStories).OrderByDescending(name => name.Stories.Count).ThenBy(name => name.Written, StringComparer.Ordinal).Take(most).Select(name => name.Written)];

    private static void Count(Dictionary<string, Name> names, IReadOnlyList<WordSplit.Place> places, int first, int last, string title, long story)
    {
        if (last >= places.Count)
        {
            return;
        }

        var together = places.Skip(first).Take(last - first + 1).Select(place => place.Word).ToList();
        if (!together.TrueForAll(IsTelling) || title.AsSpan(places[first].Start, places[last].End - places[first].Start).ContainsAny(Ends))
        {
            return;
        }

        var key = string.Join(' ', together);
        if (!names.TryGetValue(key, out var name))
        {
            names.Add(key, name = new(title[places[first].Start..places[last].End], []));
        }

        name.Stories.Add(story);
    }

    private static bool IsTelling(string word) =>
        word.Length >= 3 && !word.Any(char.IsAsciiDigit) && !FunctionWords.Contains(WordHash.Of(LightStem.Of(word)));

    /// <param name="Written">As the first title had it.</param>
    private sealed record Name(string Written, HashSet<long> Stories);
}
