using System.Globalization;
using System.Net;
using System.Text;
using CsCheck;
using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

/// <summary>What holds for every document, whatever it says.</summary>
public sealed class HtmlTextPropertyTests
{
    private static readonly string[] Words =
    [
        "المدينة", "قُرى", "الْبَحْر", "شَدَّة", "١٢٣", "۴۵", "2026", "كتاب‌ها", "هـ", "ـ", "“قول”", "«نص»", "،", "؟", "word", "C++", "30%", "½", "ﷺ", "🔴", "👨‍👩‍👧", "é", "نعم.", "#وسم_طويل", "@user", "x<y", "R&D",
    ];

    private static readonly string[] Noise = ["\u200b", "\u200f", "\ufeff", "\u00ad", "\u202b", "\u2069", "\u0007", "\u00a0", "\u3000", "\n", "\t", "  "];

    private static readonly string[] Inlines = ["b", "i", "span", "a", "em", "font", "u", "x-note"];

    private static readonly string[] Blocks = ["p", "div", "h2", "blockquote", "section", "article", "li", "td", "center", "figure", "pre"];

    private static readonly Gen<string> Text = Gen.OneOf(Pick([.. Words.Select(word => WebUtility.HtmlEncode(word))]), Pick(Noise), Gen.Const(" "), Gen.Const("<br>"), Gen.Const("<!-- x -->"))
        .Array[1, 8].Select(string.Concat);

    private static readonly Gen<string> Inline = Gen.Select(Pick(Inlines), Text, (name, text) => $"<{name}>{text}</{name}>");

    private static readonly Gen<string> Line = Gen.OneOf(Text, Inline).Array[1, 4].Select(string.Concat);

    private static readonly Gen<string> Block = Gen.Select(Pick(Blocks), Line, Line, (name, first, second) => $"<{name}>{first}<div>{second}</div></{name}>");

    private static readonly Gen<string> Documents = Gen.OneOf(Block, Line, Block).Array[1, 6].Select(string.Concat);

    private static readonly Gen<string> Rubbish = Gen.OneOf(
            Pick("<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<p", "<table>", "<tr>", "<td>", "</table>", "<ul>", "<li>", "<b>", "</b>", "<a href=\"x", "\"", "'", "=", "<svg>", "<script>", "</script>", "<style>",
                "<textarea>", "<q>", "</q>", "<pre>", "</p>", "<figure>", "<figcaption>", "<img src=x>", "&", "&amp;", "&lt;p&gt;", "&#8230;", "&#x0;", "&#xd800;", "[…]", "<p hidden>", "<div class=sharedaddy>", "</div>", "<ol reversed>", "<plaintext>"),
            Pick(Words), Pick(Noise), Gen.Char.Select(c => c.ToString()))
        .Array[0, 40].Select(string.Concat);

    [Fact]
    public void No_letter_digit_or_mark_is_lost_or_changed() =>
        Documents.Sample(html => Assert.Equal(Substance(Reference(html)), Substance(Clean(html))), iter: FuzzCount.Or(3000));

    [Fact]
    public void Cleaning_twice_changes_nothing() =>
        Gen.OneOf(Documents, Rubbish).Sample(
            html =>
            {
                if (html.Contains("<pre>", StringComparison.Ordinal) || html.Contains("<plaintext>", StringComparison.Ordinal))
                {
                    return; // Tags shown as source code are text once, and markup to whoever reads that text again.
                }

                var once = Clean(html);
                if (once.Contains("<p", StringComparison.Ordinal))
                {
                    return; // So is a tag that nothing closed: the next reader may find its end.
                }

                var again = string.Concat(once.Split('\n').Select(line => $"<p>{WebUtility.HtmlEncode(line)}</p>"));
                Assert.Equal(once, Clean(again));
            },
            iter: FuzzCount.Or(3000));

    [Fact]
    public void Every_line_holds_something_and_nothing_invisible() =>
        Gen.OneOf(Documents, Rubbish).Sample(
            html =>
            {
                var text = Clean(html);
                Assert.True(text.Length == 0 || text.Split('\n').All(line => line.Length > 0 && line.Trim() == line), text);
                Assert.DoesNotContain(text.EnumerateRunes(), IsForbidden);
                Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
            },
            iter: FuzzCount.Or(5000));

    [Fact]
    public void A_title_is_one_line() =>
        Rubbish.Sample(html => Assert.DoesNotContain('\n', HtmlText.CleanTitle(html, CleaningOptions.Default)), iter: FuzzCount.Or(2000));

    private static Gen<string> Pick(params string[] choices) => Gen.Int[0, choices.Length - 1].Select(i => choices[i]);

    private static string Clean(string html) => HtmlText.Clean(html, CleaningOptions.Default with { RemoveBoilerplate = false }).Text;

    private static bool IsForbidden(Rune rune) => rune.Value switch
    {
        '\n' or 0x200C or 0x200D => false,
        0x200B or 0x200E or 0x200F or 0x061C or 0xFEFF or 0x00AD or 0x2028 or 0x2029 or 0xFFFC => true,
        (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x206F) or (>= 0xFDD0 and <= 0xFDEF) => true,
        var value when (value & 0xFFFE) == 0xFFFE => true,
        _ => Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control,
    };

    /// <summary>The visible text of a generated document by another road: tags out, references decoded.</summary>
    private static string Reference(string html)
    {
        var text = new StringBuilder();
        var inTag = false;
        foreach (var c in html)
        {
            inTag = c == '<' || (inTag && c != '>');
            if (!inTag && c != '>')
            {
                text.Append(c);
            }
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    /// <summary>Letters, digits and marks in their order; tatweel only where it is no line of its own.</summary>
    private static string Substance(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormC).EnumerateRunes()
            .Where(rune => rune.Value != 0x0640 && (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.OtherNumber))
            .Where(rune => rune.Value != 0xFE0F));
}
