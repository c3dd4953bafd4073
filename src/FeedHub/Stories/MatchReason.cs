using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace FeedHub.Stories;

/// <summary>Why an article is in its story.</summary>
public enum MatchReason
{
    First,
    SamePage,
    SameText,

    /// <summary>Numbers: how sure, how alike title and first sentences are, and share of the shorter text; each per cent.</summary>
    Alike,

    /// <summary>Of releases before the score, as the four below. Number: per cent of the shorter text.</summary>
    Contained,

    /// <inheritdoc cref="Contained"/>
    ContainedAndAboutTheSame,

    /// <summary>Numbers: per cent of the text, hours apart.</summary>
    Rewritten,

    /// <summary>Numbers: words of the titles in common, hours apart.</summary>
    Retold,
    ShortTitles,

    /// <summary>It changed after it had been matched, and stays where it was.</summary>
    Corrected,
}

/// <summary>The sentences in which reasons are stored and served.</summary>
public static class MatchReasons
{
    /// <summary>Each # is a number.</summary>
    private static readonly FrozenDictionary<MatchReason, string> Sentences = new Dictionary<MatchReason, string>
    {
        [MatchReason.First] = "the first to carry it",
        [MatchReason.SamePage] = "the same page",
        [MatchReason.SameText] = "the same text, word for word",
        [MatchReason.Alike] = "one story for # %: title and first sentences are alike for # %, # % of the shorter text is in the other",
        [MatchReason.Contained] = "# % of the shorter text is in the other",
        [MatchReason.ContainedAndAboutTheSame] = "# % of the shorter text is in the other, and they are about the same",
        [MatchReason.Rewritten] = "# % of the text, all over it, and words of the title within # hours",
        [MatchReason.Retold] = "# words of the titles, and each speaks of all that the other's title names, within # hours",
        [MatchReason.ShortTitles] = "short texts with the same title",
        [MatchReason.Corrected] = "corrected by its source",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MatchReason> BySentence = Sentences.ToFrozenDictionary(known => known.Value, known => known.Key, StringComparer.Ordinal);

    /// <param name="numbers">As many as the reason has.</param>
    public static string Say(MatchReason reason, params ReadOnlySpan<int> numbers)
    {
        // Asked for every article: most reasons have no numbers.
        if (numbers.IsEmpty)
        {
            return Sentences[reason];
        }

        var said = new StringBuilder();
        var next = 0;
        foreach (var letter in Sentences[reason])
        {
            _ = letter == '#' ? said.Append(CultureInfo.InvariantCulture, $"{numbers[next++]}") : said.Append(letter);
        }

        return said.ToString();
    }

    /// <summary>What <see cref="Say"/> said; null: it was not this one.</summary>
    public static (MatchReason Reason, ImmutableArray<int> Numbers)? Read(string sentence)
    {
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

        return BySentence.TryGetValue(form.ToString(), out var reason) ? (reason, numbers.ToImmutable()) : null;
    }
}
