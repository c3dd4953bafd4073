using System.Runtime.InteropServices;

namespace FeedHub.Cleaning;

/// <summary>How much of the shorter of two texts is left in the other (containment of multisets), in matching form.</summary>
internal static class WordOverlap
{
    /// <summary>In short texts single words are compared: one correction changes two of their few pairs. In long ones pairs, since any two share common words.</summary>
    private const int ShortText = 20;

    /// <returns>0 to 1; 1 where the shorter has no words.</returns>
    public static double Of(string one, string other)
    {
        var (words, others) = (Words(one), Words(other));
        var shorter = Math.Min(words.Length, others.Length);
        if (shorter == 0)
        {
            return words.Length == others.Length ? 1 : 0;
        }

        var length = shorter < ShortText ? 1 : 2;
        var counts = Count(words, length);
        var shared = 0;
        foreach (var (piece, times) in Count(others, length))
        {
            shared += Math.Min(times, counts.GetValueOrDefault(piece));
        }

        return shared / (double)(shorter - length + 1);
    }

    public static string[] Words(string text) => ArabicText.MatchingForm(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<(string, string), int> Count(string[] words, int length)
    {
        var counts = new Dictionary<(string, string), int>();
        for (var at = 0; at + length <= words.Length; at++)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (words[at], length == 1 ? "" : words[at + 1]), out _)++;
        }

        return counts;
    }
}
