using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedHub.Publishing;

/// <summary>Plain text on its way into a feed: marked with its direction, safe in XML.</summary>
public static partial class PublishedText
{
    private const char RightToLeftMark = '\u200F';
    private const int SummaryCharacters = 300;

    /// <summary>The page names all of them.</summary>
    private const int MaxNames = 8;

    /// <summary>Paragraphs in a <c>div</c> that says how they run, and a last one that leads to the story's page.</summary>
    public static string Html(string text, string language, string lastLine, string story)
    {
        var html = new StringBuilder(text.Length + 128);
        html.Append("<div dir=\"").Append(IsRightToLeft(language) ? "rtl" : "ltr").Append("\" lang=\"").Append(WebUtility.HtmlEncode(language)).Append("\">");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            html.Append("<p>").Append(Escaped(Valid(line))).Append("</p>");
        }

        return html.Append("<p dir=\"rtl\" lang=\"ar\"><a href=\"").Append(WebUtility.HtmlEncode(story)).Append("\">").Append(Escaped(lastLine)).Append("</a></p></div>").ToString();
    }

    /// <summary>
    /// With a mark before it where an Arabic title begins with a Latin word: readers take the direction from the first strong letter.
    /// </summary>
    public static string Title(string title)
    {
        var valid = Valid(title);
        var first = valid.FirstOrDefault(letter => IsLatin(letter) || IsArabic(letter));
        return IsLatin(first) && IsMostlyArabic(valid) ? RightToLeftMark + valid : valid;
    }

    /// <summary>More of its letters run right to left than are Latin, whatever the first is.</summary>
    public static bool IsMostlyArabic(string title) => title.Count(IsArabic) > title.Count(IsLatin);

    /// <summary>The first sentences, for readers that list.</summary>
    public static string Summary(string text) => Summary(text, SummaryCharacters);

    /// <inheritdoc cref="Summary(string)"/>
    /// <param name="most">Characters, about.</param>
    public static string Summary(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var valid = Valid(text.Replace('\n', ' '));
        if (valid.Length <= most)
        {
            return valid;
        }

        var space = valid.LastIndexOf(' ', most);
        var end = space > most / 2 ? space : most;
        return valid[..(char.IsHighSurrogate(valid[end - 1]) ? end - 1 : end)].TrimEnd(' ', '.', '،', '…') + "…";
    }

    /// <summary>Who else carries a story, in one line; empty: nobody does.</summary>
    public static string AlsoIn(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return sources.Count == 0 ? "" : $"حمله أيضاً {CarriedBy(sources)}";
    }

    /// <summary>How many sources, and the names of the first.</summary>
    public static string CarriedBy(IReadOnlyList<string> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return $"{ArabicCount.Sources.Of(sources.Count)}: {string.Join("، ", sources.Take(MaxNames))}{(sources.Count > MaxNames ? " وغيرها" : "")}";
    }

    public static bool IsRightToLeft(string language) =>
        language.Split('-')[0].ToLowerInvariant() is "ar" or "fa" or "ur" or "he" or "ps" or "ckb" or "sd" or "ug" or "yi" or "dv" or "arz" or "ary" or "iw";

    /// <summary>True where text that is not declared as HTML might be taken for it: a closing tag or what starts like an entity.</summary>
    public static bool LooksLikeMarkup(string text) => Markup().IsMatch(text);

    /// <summary>Without what XML 1.0 §2.2 forbids or discourages: controls, halves of surrogate pairs, characters that are none.</summary>
    public static string Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsValid(text, i))
            {
                return Filtered(text);
            }

            i += char.IsHighSurrogate(text[i]) ? 1 : 0;
        }

        return text;
    }

    /// <summary>Text as HTML that shows it.</summary>
    public static string Escaped(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Of a script that runs right to left.</summary>
    private static bool IsArabic(char letter) =>
        char.IsLetter(letter) && letter is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFC');

    private static bool IsLatin(char letter) => char.IsAsciiLetter(letter) || letter is >= '\u00C0' and <= '\u024F';

    private static string Filtered(string text)
    {
        var kept = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsValid(text, i))
            {
                kept.Append(text[i]);
                if (char.IsHighSurrogate(text[i]))
                {
                    kept.Append(text[++i]);
                }
            }
        }

        return kept.ToString();
    }

    private static bool IsValid(string text, int i) => text[i] switch
    {
        < ' ' => text[i] is '\t' or '\n' or '\r',
        >= '\u007F' and <= '\u009F' or >= '\uFDD0' and <= '\uFDEF' or '\uFFFE' or '\uFFFF' => false,
        var c when char.IsHighSurrogate(c) => i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) && (char.ConvertToUtf32(c, text[i + 1]) & 0xFFFE) != 0xFFFE,
        var c => !char.IsLowSurrogate(c),
    };

    [GeneratedRegex("</[A-Za-z]|&(#|[0-9_]|[A-Za-z0-9_]{2})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Markup();
}
