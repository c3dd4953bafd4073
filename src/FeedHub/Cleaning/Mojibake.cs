using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Arabic that was decoded with the wrong encoding, read again with the right one.</summary>
internal static class Mojibake
{
    private const int MaxRounds = 2;

    private static readonly Encoding Windows1256 = Legacy(1256);
    private static readonly Encoding Iso8859Part6 = Legacy(28596);

    private static readonly Dictionary<char, byte> In1256 = Reverse(Legacy(1256));
    private static readonly Dictionary<char, byte> In1252 = Reverse(Legacy(1252));

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The input itself where nothing is to be repaired.</summary>
    public static string Repair(string text)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var repaired = RepairOnce(text);
            if (ReferenceEquals(repaired, text))
            {
                break;
            }

            text = repaired;
        }

        return text;
    }

    private static string RepairOnce(string text)
    {
        var (latin, lead1256) = Count(text);
        if (lead1256 > 2 && FromUtf8(text, In1256) is { } read1256)
        {
            return read1256;
        }

        return latin < 3 ? text : FromUtf8(text, In1252) ?? FromArabicAsLatin(text) ?? text;
    }

    /// <summary>How many accented Latin letters, and how many letters that windows-1256 shows for UTF-8's lead bytes of Arabic (D8–DB: ط ظ ع غ).</summary>
    private static (int Latin, int Lead1256) Count(string text)
    {
        var (latin, lead) = (0, 0);
        for (var i = 0; i + 1 < text.Length; i++)
        {
            latin += text[i] is >= '\u00C0' and <= '\u00FF' ? 1 : 0;
            lead += text[i] is 'ط' or 'ظ' && In1256.TryGetValue(text[i + 1], out var next) && next is >= 0x80 and <= 0xBF ? 1 : 0;
        }

        return (latin + (text.Length > 0 && text[^1] is >= '\u00C0' and <= '\u00FF' ? 1 : 0), lead);
    }

    /// <summary>Every run beyond ASCII must be whole UTF-8 and come out Arabic; null: one is not.</summary>
    private static string? FromUtf8(string text, Dictionary<char, byte> bytesOf)
    {
        var repaired = new StringBuilder(text.Length);
        var run = new List<byte>();
        var gained = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] >= 0x80)
            {
                if (!bytesOf.TryGetValue(text[i], out var unit))
                {
                    return null;
                }

                run.Add(unit);
                continue;
            }

            if (run.Count > 0)
            {
                if (Decode(run) is not { } decoded)
                {
                    return null;
                }

                gained += decoded.Count(IsArabic);
                repaired.Append(decoded);
                run.Clear();
            }

            if (i < text.Length)
            {
                repaired.Append(text[i]);
            }
        }

        return gained >= 2 ? repaired.ToString() : null;
    }

    private static string? Decode(List<byte> run)
    {
        try
        {
            return StrictUtf8.GetString([.. run]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Words made of accented letters alone are no European language; null: they are not.</summary>
    private static string? FromArabicAsLatin(string text)
    {
        var (accented, plain) = (0, 0);
        foreach (var c in text)
        {
            accented += c is >= '\u00C0' and <= '\u00FF' ? 1 : 0;
            plain += char.IsAsciiLetter(c) ? 1 : 0;
        }

        if (accented < 3 || accented < 2 * plain)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 0x80)
            {
                bytes[i] = (byte)text[i];
            }
            else if (!In1252.TryGetValue(text[i], out bytes[i]))
            {
                return null;
            }
        }

        var (windows, iso) = (Windows1256.GetString(bytes), Iso8859Part6.GetString(bytes));
        var best = Score(iso) > Score(windows) ? iso : windows;
        return best.Count(IsArabic) >= accented * 8 / 10 ? best : null;
    }

    /// <summary>The article and the commonest letters, against what no Arabic word holds.</summary>
    private static int Score(string text)
    {
        var score = 0;
        for (var i = 0; i < text.Length; i++)
        {
            score += text[i] switch
            {
                'ل' when i > 0 && text[i - 1] == 'ا' => 4,
                'ا' or 'ل' or 'ي' or 'م' or 'ن' or 'و' or 'ر' or 'ت' or 'ة' => 1,
                '\uFFFD' or (>= '\u0080' and <= '\u009F') => -4,
                >= '\u00C0' and <= '\u00FF' => -2,
                _ => 0,
            };
        }

        return score;
    }

    private static bool IsArabic(char c) => c is >= '\u0600' and <= '\u06FF';

    private static Encoding Legacy(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage);
    }

    private static Dictionary<char, byte> Reverse(Encoding encoding)
    {
        var reverse = new Dictionary<char, byte>();
        for (var value = 0x80; value < 0x100; value++)
        {
            var shown = encoding.GetString([(byte)value])[0];
            reverse.TryAdd(shown == '\uFFFD' ? (char)value : shown, (byte)value);
        }

        // Bytes that the code page leaves undefined arrive as the control of the same number.
        for (var control = 0x80; control < 0xA0; control++)
        {
            reverse.TryAdd((char)control, (byte)control);
        }

        return reverse;
    }
}
