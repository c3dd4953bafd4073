using System.Globalization;
using System.Net;
using System.Text;

namespace FeedHub.Parsing;

/// <summary>What stands behind <c>&amp;</c>: XML's references, HTML's names, the document's own entities (bounded), or nothing at all.</summary>
internal sealed class XmlReferences(string text, int root, StringBuilder output, Problems problems)
{
    private const int MaxEntityCharacters = 100_000;
    private const int MaxEntities = 1_000;
    private const int MaxEntityDeclaration = 4_096;

    private readonly Dictionary<string, string> _entities = DeclaredEntities(text, root);
    private int _expanded;
    private int _half;

    /// <summary>How many characters the reference takes; 0: it is none.</summary>
    public int Append(ReadOnlySpan<char> written)
    {
        var semicolon = written[..Math.Min(written.Length, 40)].IndexOf(';');
        if (semicolon < 2 || written[1..semicolon].Contains('&'))
        {
            problems.Add("A bare '&' was read as text.");
            return 0;
        }

        var name = written[1..semicolon];
        if (name is "amp" or "lt" or "gt" or "quot" or "apos")
        {
            output.Append(written[..(semicolon + 1)]);
            return semicolon + 1;
        }

        if (name[0] == '#')
        {
            return AppendNumber(name[1..]) ? semicolon + 1 : 0;
        }

        var reference = written[..(semicolon + 1)].ToString();
        var meaning = _entities.GetValueOrDefault(name.ToString()) ?? XmlCharacters.WithoutForbidden(WebUtility.HtmlDecode(reference));
        if (meaning == reference)
        {
            problems.Add($"{reference} is not known; it was read as text.");
            return 0;
        }

        _expanded += meaning.Length;
        problems.Add("Named entities were resolved.");
        if (_expanded <= MaxEntityCharacters)
        {
            output.Append(WebUtility.HtmlEncode(meaning) is var encoded && meaning.AsSpan().ContainsAny("&<>\"") ? encoded : meaning);
        }

        return semicolon + 1;
    }

    private bool AppendNumber(ReadOnlySpan<char> number)
    {
        var isHex = number is ['x' or 'X', ..];
        if (!int.TryParse(isHex ? number[1..] : number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            return false;
        }

        // Old programs write an emoji as the two halves that UTF-16 has for it.
        var whole = code is >= 0xDC00 and <= 0xDFFF && _half > 0 ? char.ConvertToUtf32((char)_half, (char)code) : code;
        _half = code is >= 0xD800 and <= 0xDBFF ? code : 0;
        if (whole is 9 or 10 or 13 or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF))
        {
            output.Append(CultureInfo.InvariantCulture, $"&#{whole};");
        }

        return true;
    }

    /// <summary>Internal entities of the document type, without nesting.</summary>
    private static Dictionary<string, string> DeclaredEntities(string text, int root)
    {
        var entities = new Dictionary<string, string>();
        var at = 0;
        while (entities.Count < MaxEntities && text.IndexOf("<!ENTITY", at, root - at, StringComparison.Ordinal) is >= 0 and var open)
        {
            var end = text.IndexOf('>', open, root - open);
            if (end < 0)
            {
                break;
            }

            if (end - open < MaxEntityDeclaration && text[(open + 8)..end].Split(['"', '\''], 3) is [var before, var meaning, _]
                && before.Trim() is { Length: > 0 and < 64 } name && !name.Contains(' ', StringComparison.Ordinal) && !meaning.Contains('&', StringComparison.Ordinal))
            {
                entities.TryAdd(name, meaning);
            }

            at = end + 1;
        }

        return entities;
    }
}
