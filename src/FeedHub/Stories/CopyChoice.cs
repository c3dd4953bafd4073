using System.Collections.Frozen;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>What makes one copy of a story the better one to show. Pure.</summary>
internal static class CopyChoice
{
    /// <summary>A line of a text says more than this, or ends as a sentence does; else, at the end, it is a credit or a tag line.</summary>
    private const int MostWordsOfCredit = 8;

    private const string EndsOfSentences = ".!?؟…»\")]”";
    private static readonly char[] Marks = [':', '.', '…', '|', '-', '–', '—', '!', '،', ',', '«', '"', '('];

    /// <summary>Whoever begins so has something to show, not to tell; matching forms.</summary>
    private static readonly FrozenSet<string> Showing = Set("شاهد شاهدوا بالفيديو بالصور بالصوره فيديوجراف فيديوغراف انفوجرافيك انفوغرافيك كاريكاتير watch");

    /// <summary>The same, where a mark sets them off from the title: صور is a town as well.</summary>
    private static readonly FrozenSet<string> ShowingSetOff = Set("فيديو صور صوره البوم video videos photos pictures gallery photo");

    /// <summary>A title over a film or pictures: "شاهد…", "بالصور", "(فيديو)".</summary>
    public static bool IsGallery(string title)
    {
        var first = title.AsSpan().TrimStart();
        var end = first.IndexOfAny(' ', ':', '.') is var at and >= 0 ? at : first.Length;
        var word = ArabicText.MatchingForm(first[..end].ToString());
        return Showing.Contains(word)
            || (ShowingSetOff.Contains(word) && first[end..].TrimStart() is [var mark, ..] && Marks.Contains(mark))
            || (title.AsSpan().TrimEnd() is [.., ')' or ']'] && title.LastIndexOfAny(['(', '[']) is var open and >= 0 && IsShowing(title[open..]));
    }

    /// <summary>Letters of a text without the credits and tag lines at its end.</summary>
    public static int Length(string text)
    {
        var rest = text.AsSpan().TrimEnd();
        while (rest.LastIndexOf('\n') is var line and > 0 && IsCredit(rest[(line + 1)..]))
        {
            rest = rest[..line].TrimEnd();
        }

        return rest.Length;
    }

    private static bool IsCredit(ReadOnlySpan<char> line) =>
        !EndsOfSentences.Contains(line[^1], StringComparison.Ordinal) && line.Count(' ') < MostWordsOfCredit;

    private static bool IsShowing(string bracketed) =>
        ArabicText.MatchingForm(bracketed).Split(' ') is [var word, ..] && (Showing.Contains(word) || ShowingSetOff.Contains(word));

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
