using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using UtfUnknown;

namespace FeedHub.Parsing;

/// <summary>
/// Bytes to text: BOM, strict UTF-8, labels, detection, windows-1256. Labels come last since they lie most: bytes that are valid UTF-8 are UTF-8
/// whatever is declared, and once they are not, a label of utf-8, latin-1 or us-ascii says nothing.
/// </summary>
public static partial class FeedText
{
    private const int LabelWindow = 1024;
    private const int FewBytes = 1024 * 1024;
    private const RegexOptions LabelOptions = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking;
    private const int Windows1256 = 1256;
    private const int Iso6 = 28596;
    private const int Windows1252 = 1252;
    private const int Latin9 = 28605;
    private const int Ebcdic = 37;

    /// <summary>So few bad sequences among so many good ones are damage, not another encoding.</summary>
    private const int GoodPerBad = 10;

    /// <summary>Never fails: what cannot be decoded becomes U+FFFD and a problem.</summary>
    /// <param name="problems">Gets a line for each repair.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? contentType, string? encoding, ICollection<string> problems)
    {
        var bytes = WithoutLeadingBlanks(body);
        var (marked, length) = ByMark(bytes);
        bytes = bytes[length..];
        if (marked is not null && IsTrue(marked, bytes))
        {
            return marked.GetString(bytes).TrimStart('\uFEFF');
        }

        if (EncodingNames.Find(encoding) is { } told)
        {
            return EncodingNames.Text(told, bytes);
        }

        if (ByZeros(bytes) is { } wide)
        {
            return wide.GetString(bytes);
        }

        if (bytes is [0x4C, 0x6F, 0xA7, 0x94, ..])
        {
            return FromMainframe(bytes);
        }

        var labels = new[] { HttpCharset(contentType), Declared(bytes) };
        if (FromUtf8(bytes) is { } text)
        {
            return AsLabelled(text, bytes, labels, problems);
        }

        if (IsMostlyUtf8(bytes))
        {
            problems.Add("Some bytes are not valid UTF-8; they were replaced.");
            return Encoding.UTF8.GetString(bytes);
        }

        return ByLabel(bytes, labels, problems) ?? Guess(bytes, labels, problems);
    }

    private static ReadOnlySpan<byte> WithoutLeadingBlanks(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOfAnyExcept(" \t\r\n"u8);
        return start > 0 && ByMark(body[start..]).Encoding is not null ? body[start..] : body;
    }

    private static (Encoding? Encoding, int Length) ByMark(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, 0x00, 0x00, ..] => (Encoding.UTF32, 4),
        [0x00, 0x00, 0xFE, 0xFF, ..] => (new UTF32Encoding(bigEndian: true, byteOrderMark: true), 4),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (null, 0),
    };

    /// <summary>Programs put a mark before what they never converted: windows-1256 behind UTF-8's, plain bytes behind UTF-16's.</summary>
    private static bool IsTrue(Encoding marked, ReadOnlySpan<byte> bytes) =>
        marked.CodePage == Encoding.UTF8.CodePage ? Utf8.IsValid(bytes) && ByZeros(bytes) is null : bytes[..Math.Min(bytes.Length, LabelWindow)].Contains((byte)0);

    /// <summary>UTF-16 or UTF-32 without a mark, by where the zeros of its first ASCII characters stand.</summary>
    private static Encoding? ByZeros(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0, 0, 0, not 0, ..] => new UTF32Encoding(bigEndian: true, byteOrderMark: false),
        [not 0, 0, 0, 0, ..] => Encoding.UTF32,
        [0, not 0, 0, not 0, ..] => Encoding.BigEndianUnicode,
        [not 0, 0, not 0, 0, ..] => Encoding.Unicode,
        _ => null,
    };

    /// <summary>EBCDIC, told by its <c>&lt;?xm</c>; which of its code pages the declaration says.</summary>
    private static string FromMainframe(ReadOnlySpan<byte> bytes)
    {
        var common = Encoding.GetEncoding(Ebcdic);
        var head = common.GetString(bytes[..Math.Min(bytes.Length, LabelWindow)]);
        var named = Declaration().Match(head) is { Success: true } match ? EncodingNames.Find(match.Groups["label"].Value) : null;
        return (named ?? common).GetString(bytes).Replace('\u0085', '\n');
    }

    /// <summary>Null: it is not valid UTF-8. As long as the bytes are few, in one pass: they need not be looked at first to know whether, and how long the text is.</summary>
    private static string? FromUtf8(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > FewBytes)
        {
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;
        }

        var units = ArrayPool<char>.Shared.Rent(bytes.Length);
        try
        {
            return Utf8.ToUtf16(bytes, units, out _, out var length, replaceInvalidSequences: false) == OperationStatus.Done ? new string(units, 0, length) : null;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(units);
        }
    }

    private static string AsLabelled(string text, ReadOnlySpan<byte> bytes, string?[] labels, ICollection<string> problems)
    {
        var named = labels.FirstOrDefault(label => label is not null);
        if (EncodingNames.Find(named) is { } encoding && encoding.CodePage != Encoding.UTF8.CodePage && !Ascii.IsValid(bytes))
        {
            // Shift escapes and the like are ASCII bytes too; anything else that is valid UTF-8 by chance is none.
            problems.Add($"Declared as {Plain(named!)}, but it is UTF-8.");
        }
        else if (EncodingNames.Find(named) is { } escaped && escaped.CodePage is 50220 or 50221 or 50222 or 52936 or 65000)
        {
            return escaped.GetString(bytes);
        }

        return text;
    }

    private static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (good, bad) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var ascii = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (ascii < 0)
            {
                break;
            }

            bytes = bytes[ascii..];
            if (Rune.DecodeFromUtf8(bytes, out _, out var consumed) == OperationStatus.Done)
            {
                good++;
            }
            else
            {
                bad++;
            }

            bytes = bytes[Math.Max(consumed, 1)..];
        }

        return good > bad * GoodPerBad;
    }

    private static string? HttpCharset(string? contentType) =>
        contentType is null ? null : Charset().Match(contentType) is { Success: true } match ? match.Groups["label"].Value : null;

    private static string? Declared(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, LabelWindow)]);
        return Declaration().Match(head) is { Success: true } match ? match.Groups["label"].Value : null;
    }

    private static string? ByLabel(ReadOnlySpan<byte> bytes, string?[] labels, ICollection<string> problems)
    {
        foreach (var label in labels)
        {
            if (label is not null && EncodingNames.Find(label) is { } encoding && encoding.CodePage is not (Windows1252 or Latin9 or 65001 or 1200 or 1201 or 12000)
                && EncodingNames.Text(encoding, bytes) is var text && !(encoding.CodePage is Windows1256 or Iso6 && ArabicIn(bytes) is { } arabic && arabic.CodePage != encoding.CodePage))
            {
                return text;
            }

            if (label is not null && EncodingNames.Find(label) is not { CodePage: Windows1252 or Latin9 })
            {
                problems.Add($"Declared as {Plain(label)}, but it is not.");
            }
        }

        return null;
    }

    /// <summary>Nothing to go by but the bytes: Arabic where they read as Arabic, else what the detector is sure of.</summary>
    private static string Guess(ReadOnlySpan<byte> bytes, string?[] labels, ICollection<string> problems)
    {
        if (ArabicIn(bytes) is { } arabic)
        {
            problems.Add($"No encoding was declared that fits; it reads as {arabic.WebName}.");
            return arabic.GetString(bytes);
        }

        if (labels.Select(EncodingNames.Find).FirstOrDefault(named => named is { CodePage: Windows1252 or Latin9 }) is { } latin)
        {
            // Latin text under a label of Latin letters: nothing speaks against the label.
            return latin.GetString(bytes);
        }

        var detected = CharsetDetector.DetectFromBytes(bytes[..Math.Min(bytes.Length, 1 << 16)].ToArray()).Detected;
        var encoding = detected is { Confidence: > 0.5f, Encoding: { } sure } ? sure : Encoding.GetEncoding(Windows1252);
        problems.Add($"No encoding was declared that fits; it reads as {encoding.WebName}.");
        return encoding.GetString(bytes);
    }

    /// <summary>Which of the two common encodings of Arabic the bytes are in: half of their letters share their places. Null: it is no Arabic.</summary>
    private static Encoding? ArabicIn(ReadOnlySpan<byte> bytes)
    {
        var (windows, iso) = (Encoding.GetEncoding(Windows1256), Encoding.GetEncoding(Iso6));
        var (ofWindows, ofIso) = (new ArabicReading(windows.GetString(bytes)), new ArabicReading(iso.GetString(bytes)));
        return ofIso.IsArabic && ofIso.Strays * 10 < ofIso.Letters && ofIso.Strays < ofWindows.Strays ? iso
            : ofWindows.IsArabic ? windows
            : null;
    }

    private static string Plain(string label) => label.Length > 40 ? label[..40] : label;

    [GeneratedRegex("""charset\s*=\s*["']?(?<label>[A-Za-z0-9_:.\-]+)""", LabelOptions)]
    private static partial Regex Charset();

    [GeneratedRegex("""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*(?<label>[A-Za-z0-9_:.\-]+)""", LabelOptions)]
    private static partial Regex Declaration();
}
