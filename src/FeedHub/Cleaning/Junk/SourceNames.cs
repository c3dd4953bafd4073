using System.Collections.Immutable;

namespace FeedHub.Cleaning;

/// <summary>What a source calls itself, by which its own appeals are known: "follow Enab Baladi on …".</summary>
/// <param name="titles">As feeds.json and the feed have them; what stands behind a dash or a bar is a name too.</param>
internal readonly struct SourceNames(ImmutableArray<string> titles)
{
    private const int ShortestLatin = 4;

    /// <summary>A name of one word is a word like any other ("اليوم", "الحياة") but behind one of these.</summary>
    private static readonly string[] Kinds = ["صحيفه", "جريده", "مجله", "موقع", "قناه", "شبكه", "وكاله", "منصه", "راديو", "تلفزيون", "تطبيق"];

    private static readonly char[] Separators = ['|', '-', '–', '—', ':', '»', '«', '/', '(', ')', '•', '·'];

    /// <summary>The text holds one of the names, as whole words. Asked of the few lines that look like junk, so nothing is kept ready.</summary>
    public bool AreIn(ReadOnlySpan<char> text)
    {
        if (titles.IsDefaultOrEmpty)
        {
            return false;
        }

        var form = $" {ArabicText.MatchingForm(text.ToString())} ";
        return titles.SelectMany(title => title.Split(Separators)).Select(ArabicText.MatchingForm).SelectMany(Known).Any(name => form.Contains(name, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Known(string form) =>
        form.Contains(' ', StringComparison.Ordinal) || (form.Length >= ShortestLatin && form.All(char.IsAsciiLetterOrDigit) && !form.All(char.IsAsciiDigit)) ? [$" {form} "]
        : form.Length > 0 ? Kinds.Select(kind => $" {kind} {form} ")
        : [];
}
