using System.Text.Json;
using System.Text.RegularExpressions;

namespace FeedHub.Parsing;

/// <summary>JSON as publishers damage it: raw line breaks in strings, halves of emoji, documents that break off.</summary>
internal static partial class JsonRepair
{
    /// <exception cref="JsonException">It cannot be mended.</exception>
    public static JsonDocument Parse(string text, JsonDocumentOptions options, Problems problems)
    {
        if (text.Contains("\\ud", StringComparison.OrdinalIgnoreCase))
        {
            text = Escape().Replace(text, static escape => escape.Groups["half"].Success ? "\\ufffd" : escape.Value);
        }

        try
        {
            return JsonDocument.Parse(text, options);
        }
        catch (JsonException exception)
        {
            problems.Add($"The JSON is damaged (line {exception.LineNumber + 1}); it was mended.");
            return JsonDocument.Parse(Whole(WithoutBreaks(text)), options);
        }
    }

    /// <summary>Outside strings they are white space anyway.</summary>
    private static string WithoutBreaks(string text) =>
        string.Create(text.Length, text, static (plain, source) =>
        {
            for (var i = 0; i < source.Length; i++)
            {
                plain[i] = source[i] < ' ' ? ' ' : source[i];
            }
        });

    /// <summary>Up to the end of the root; where there is none, up to the last whole item: half an item is never published.</summary>
    private static string Whole(string text)
    {
        var (depth, inString, lastItem) = (0, false, -1);
        for (var i = 0; i < text.Length; i++)
        {
            if (inString)
            {
                inString = text[i] != '"';
                i += text[i] == '\\' ? 1 : 0;
                continue;
            }

            inString = text[i] == '"';
            depth += text[i] switch { '{' or '[' => 1, '}' or ']' => -1, _ => 0 };
            if (text[i] == '}' && depth == 2)
            {
                lastItem = i;
            }
            else if (text[i] == '}' && depth == 0)
            {
                return text[..(i + 1)];
            }
        }

        return lastItem < 0 ? text : text[..(lastItem + 1)] + "]}";
    }

    /// <summary>Escapes one after the other, so that an escaped backslash begins none; a half stands in its group.</summary>
    [GeneratedRegex("""\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)""", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Escape();
}
