using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace FeedHub.Parsing;

/// <summary>Encodings by the names that publishers, databases and old systems give them.</summary>
internal static partial class EncodingNames
{
    /// <summary>Part n of ISO 8859 is code page 28590 + n.</summary>
    private const int IsoParts = 28590;

    private const int MacArabic = 10004;

    /// <summary>A code page and the names that its number does not give away.</summary>
    private static readonly string[] Lines =
    [
        "65001 utf-8-sig unicode-1-1-utf-8 utf-8mb4 utf8mb4 utf8 x-utf-8",
        "1200 unicode utf16 ucs-2 iso-10646-ucs-2",
        "12000 utf32",
        "1252 ascii us-ascii ansi ms-ansi latin-1 latin1 l1 iso-8859-1 iso-ir-100 csisolatin1",
        "1250 ms-ee",
        "1251 ms-cyrl",
        "1253 ms-greek",
        "1254 ms-turk",
        "1255 ms-hebr",
        "1256 ms-arab arabic-windows",
        "1257 winbaltrim",
        "28596 arabic ecma-114 asmo708 iso-8859-6-i iso-8859-6-e iso-8859-6:1987 csisolatinarabic iso-ir-127",
        "708 asmo-708",
        "720 dos-720",
        "10000 mac macintosh macroman mac-roman csmacintosh",
        "10004 macarabic mac-arabic x-mac-arabic",
        "10006 macgreek mac-greek",
        "10007 maccyrillic mac-cyrillic",
        "10029 maclatin2 maccentraleurope",
        "10079 maciceland",
        "10081 macturkish",
        "20866 koi8-t cskoi8r koi8",
        "21866 koi8-ru",
        "861 cp-is csibm861",
        "437 cspc8codepage437",
        "775 cspc775baltic",
        "850 cspc850multilingual",
        "862 cspc862latinhebrew",
        "866 cp1125",
        "936 dbcs gbk",
        "65000 utf7",
        "37 ebcdic-cp-us ebcdic-cp-ca ebcdic-cp-wt ebcdic-cp-nl ibm039",
        "500 ebcdic-cp-be ebcdic-cp-ch",
    ];

    private static readonly FrozenDictionary<string, int> Others = Lines
        .Select(line => line.Split(' '))
        .SelectMany(words => words.Skip(1).Select(name => (Name: name, Page: int.Parse(words[0], NumberStyles.None, CultureInfo.InvariantCulture))))
        .ToFrozenDictionary(pair => pair.Name, pair => pair.Page);

    static EncodingNames() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Null: no such encoding.</summary>
    public static Encoding? Find(string? label)
    {
        if (string.IsNullOrWhiteSpace(label))
        {
            return null;
        }

        var written = label.Trim().Trim('"', '\'').ToLowerInvariant();
        var name = written.Replace('_', '-');
        return Others.TryGetValue(name, out var known) ? Get(known) : ByPattern(name) ?? ByName(written) ?? ByName(name);
    }

    /// <summary>The bytes as text. .NET gives Mac's signs of right-to-left writing, the blank among them, no meaning; they are ASCII's, 128 higher.</summary>
    public static string Text(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        var text = encoding.GetString(bytes);
        if (encoding.CodePage != MacArabic)
        {
            return text;
        }

        var plain = text.ToCharArray();
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = plain[i] is >= '\uE000' and <= '\uF8FF' ? (char)(bytes[i] & 0x7F) : plain[i];
        }

        return new string(plain);
    }

    /// <summary><c>cp1256</c>, <c>win-1256</c>, <c>csIBM862</c> and <c>437</c> are code pages by number; <c>iso8859-6</c> is a part of ISO 8859.</summary>
    private static Encoding? ByPattern(string name)
    {
        if (Part().Match(name) is { Success: true } part)
        {
            var number = Number(part);
            return number == 1 ? Get(1252) : Get(IsoParts + number);
        }

        return Page().Match(name) is { Success: true } page ? Get(Number(page)) : null;
    }

    private static int Number(Match match) => int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private static Encoding? Get(int page)
    {
        try
        {
            return Encoding.GetEncoding(page);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static Encoding? ByName(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex("^(?:x-|cs)?(?:cp|ibm|pcp|pc|windows|win|dos|ms|cs)?-?(?<number>[0-9]{3,5})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Page();

    [GeneratedRegex("^(?:iso)?-?8859-?(?<number>[0-9]{1,2})$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Part();
}
