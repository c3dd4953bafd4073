using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FeedHub.Stories;

/// <summary>Why an article is in its story, in English.</summary>
public static class EnglishReason
{
    /// <summary>Each # is a number.</summary>
    private static readonly FrozenDictionary<MatchCode, string> Sentences = new Dictionary<MatchCode, string>
    {
        [MatchCode.Unknown] = "",
        [MatchCode.First] = "the first to carry it",
        [MatchCode.SamePage] = "the same page",
        [MatchCode.SameText] = "the same text, word for word",
        [MatchCode.Alike] = "one story for # %: title and first sentences are alike for # %, # % of the shorter text is in the other",
        [MatchCode.Contained] = "# % of the shorter text is in the other",
        [MatchCode.ContainedAndAboutTheSame] = "# % of the shorter text is in the other, and they are about the same",
        [MatchCode.Rewritten] = "# % of the text, all over it, and words of the title within # hours",
        [MatchCode.Retold] = "# words of the titles, and each speaks of all that the other's title names, within # hours",
        [MatchCode.ShortTitles] = "short texts with the same title",
        [MatchCode.Corrected] = "corrected by its source",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MatchCode> BySentence = Sentences.ToFrozenDictionary(known => known.Value, known => known.Key, StringComparer.Ordinal);

    public static string Say(MatchReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var said = new StringBuilder();
        var next = 0;
        foreach (var letter in Sentences[reason.Code])
        {
            _ = letter == '#' ? said.Append(CultureInfo.InvariantCulture, $"{reason.Numbers[next++]}") : said.Append(letter);
        }

        return said.ToString();
    }

    /// <summary>What <see cref="Say"/> said, as it stands in an exported history; <see cref="MatchReason.Unknown"/> for anything else.</summary>
    public static MatchReason Read(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        var form = new StringBuilder();
        var numbers = ImmutableArray.CreateBuilder<int>();
        var rest = sentence.AsSpan();
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : rest.Length;
            if (digits > 0 && int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
                form.Append('#');
                rest = rest[digits..];
                continue;
            }

            form.Append(rest[0]);
            rest = rest[1..];
        }

        return BySentence.TryGetValue(form.ToString(), out var code) ? new(code, numbers.ToImmutable()) : MatchReason.Unknown;
    }
}
