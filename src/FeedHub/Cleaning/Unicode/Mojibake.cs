using System.Buffers;
using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Arabic that was decoded with the wrong encoding, read again with the right one. Whatever else a text holds stays as it is.</summary>
internal static class Mojibake
{
    private const int MaxRounds = 2;

    /// <summary>Bytes of a run that fit no UTF-8, to those that do: a mark of damage at one in so many, another encoding beyond.</summary>
    private const int GoodPerBad = 4;

    /// <summary>So many letters in a row that all read as UTF-8 are no accident.</summary>
    private const int SoundWord = 3;

    /// <summary>So many letters anywhere, and nothing that is not UTF-8, are none either: Czech has one between plain ones.</summary>
    private const int SoundText = 4;

    /// <summary>Shorter runs of accented letters stand in Latin words.</summary>
    private const int LongestLatinRun = 2;
    private const int FewestAccented = 5;

    private static readonly Encoding Windows1256 = Legacy(1256);
    private static readonly Encoding Iso8859Part6 = Legacy(28596);

    /// <summary>The byte that shows as a character; zero: none.</summary>
    private static readonly byte[] In1256 = Reverse(Windows1256);
    private static readonly byte[] In1252 = Reverse(Legacy(1252));

    /// <summary>The input itself where nothing is to be repaired.</summary>
    public static string Repair(string text) => FromUtf8(text, MaxRounds) ?? FromArabicAsLatin(text) ?? text;

    /// <summary>UTF-8 that was read as one byte a character, once or twice over; null: it was not, or holds no Arabic.</summary>
    private static string? FromUtf8(string text, int rounds)
    {
        var (latin, lead1256) = Count(text);
        return (lead1256 > 2 ? FromUtf8(text, In1256, rounds) : null) ?? (latin > 0 ? FromUtf8(text, In1252, rounds) : null);
    }

    private static string? FromUtf8(string text, byte[] bytesOf, int rounds)
    {
        var reading = Read(text, bytesOf);

        // Sound Arabic shows as bytes of windows-1256 too, none of them UTF-8: it takes a whole word of such to tell the two apart.
        if (reading.Good == 0 || (bytesOf == In1256 && reading.Bad * 2 * GoodPerBad > reading.Good && reading.LongestWord < SoundWord))
        {
            return null;
        }

        var isMeant = reading.LongestWord > 1 || (bytesOf == In1252 && reading.Bad == 0 && reading.Good >= SoundText) || (bytesOf == In1252 && (reading.HasQuotes || (reading.HasSigns && text.Any(IsArabic))));
        return (rounds > 1 ? FromUtf8(reading.Text, rounds - 1) : null) ?? (isMeant ? reading.Text : null);
    }

    /// <summary>How many accented Latin letters, and how many letters that windows-1256 shows for UTF-8's lead bytes of Arabic (D8, D9: ط ظ).</summary>
    private static (int Latin, int Lead1256) Count(string text)
    {
        var (latin, lead) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            latin += IsAccented(text[i]) ? 1 : 0;
            lead += text[i] is 'ط' or 'ظ' && i + 1 < text.Length && In1256[text[i + 1]] is >= 0x80 and <= 0xBF ? 1 : 0;
        }

        return (latin, lead);
    }

    /// <summary>Reads each run of bytes beyond ASCII on its own; one that is not UTF-8 stays.</summary>
    private static Reading Read(string text, byte[] bytesOf)
    {
        var reading = new Reading(new StringBuilder(text.Length));
        var bytes = ArrayPool<byte>.Shared.Rent(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && bytesOf[text[i]] != 0)
            {
                bytes[i - start] = bytesOf[text[i]];
                i++;
            }

            if (i > start)
            {
                ReadRun(text.AsSpan(0, i), start, bytes.AsSpan(0, i - start), isEnd: i == text.Length, bytesOf == In1252, reading);
            }
            else
            {
                reading.Append(text[i++]);
            }
        }

        ArrayPool<byte>.Shared.Return(bytes);
        return reading;
    }

    private static void ReadRun(ReadOnlySpan<char> text, int start, ReadOnlySpan<byte> bytes, bool isEnd, bool isLatin, Reading reading)
    {
        var run = text[start..];
        var word = new StringBuilder(run.Length);
        Span<char> units = stackalloc char[2];
        var (good, bad, letters, at) = (0, 0, 0, 0);
        var (hasSigns, hasQuotes) = (false, false);
        while (at < bytes.Length)
        {
            var status = Rune.DecodeFromUtf8(bytes[at..], out var rune, out var consumed);
            if (status == OperationStatus.Done)
            {
                good++;
                letters += IsArabicLetter(rune.Value) || (isLatin && IsGreekCyrillicOrHebrew(rune.Value)) ? 1 : 0;
                hasSigns |= rune.Value is >= 0xA0 and <= 0xBF;
                hasQuotes |= rune.Value is >= 0x2010 and <= 0x203A;
                word.Append(units[..rune.EncodeToUtf16(units)]);
            }
            else
            {
                // What shows as a sign, and what was cut at the end, may stand beside UTF-8 all the same.
                bad += bytes[at] >= 0xC0 && !(isEnd && status == OperationStatus.NeedMoreData) ? 1 : 0;
                word.Append(run.Slice(at, consumed));
            }

            at += consumed;
        }

        // "OÙ…": a lone Arabic letter at the end of a Latin word is a Latin letter and a sign.
        var isLatinWord = letters == 1 && start > 0 && char.IsAsciiLetter(text[start - 1]);
        var isRead = good >= GoodPerBad * bad && good > 0 && !isLatinWord;
        if (isRead)
        {
            reading.Read(word, good, letters, hasSigns, hasQuotes);
        }
        else
        {
            reading.Leave(run, bad);
        }
    }

    /// <summary>Arabic of one byte a letter, read as Latin, also between what is sound; null: there is none.</summary>
    private static string? FromArabicAsLatin(string text)
    {
        StringBuilder? result = null;
        var copied = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var start = i;
            while (i < text.Length && (text[i] < 0x80 || In1252[text[i]] != 0))
            {
                i++;
            }

            if (ReadAsArabic(text.AsSpan(start, i - start)) is { } arabic)
            {
                result = (result ?? new StringBuilder(text.Length)).Append(text, copied, start - copied).Append(arabic);
                copied = i;
            }
        }

        return result?.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>Null: it is no Arabic.</summary>
    /// <param name="text">Of characters that windows-1252 has.</param>
    private static string? ReadAsArabic(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAnyInRange('\u00C0', '\u00FF'))
        {
            return null;
        }

        var (accented, plain) = CountWords(text);
        if (accented < 3 || accented < 2 * plain || !(MixesCases(text) || (accented >= FewestAccented && HasAccentedWord(text))))
        {
            return null;
        }

        var bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            bytes[i] = text[i] < 0x80 ? (byte)text[i] : In1252[text[i]];
        }

        var (windows, iso) = (Windows1256.GetString(bytes), Iso8859Part6.GetString(bytes));
        var best = Score(iso) > Score(windows) ? iso : windows;
        return best.Count(IsArabic) >= accented * 8 / 10 && IsCommon(best) ? best : null;
    }

    /// <summary>Accented letters and plain ones, not counting those of tags.</summary>
    private static (int Accented, int Plain) CountWords(ReadOnlySpan<char> text)
    {
        var (accented, plain, inTag) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            inTag = c != '>' && (inTag || (c == '<' && i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] is '/' or '!')));
            accented += IsAccented(c) ? 1 : 0;
            plain += !inTag && char.IsAsciiLetter(c) ? 1 : 0;
        }

        return (accented, plain);
    }

    /// <summary>Latin words go from capitals to small letters; the letters of Arabic show as both in any order ("ÇáÓáÇã").</summary>
    private static bool MixesCases(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i - 1] is >= '\u00DF' and <= '\u00FF' && text[i] is >= '\u00C0' and <= '\u00DE')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word of nothing but accented letters.</summary>
    private static bool HasAccentedWord(ReadOnlySpan<char> text)
    {
        var run = 0;
        foreach (var c in text)
        {
            run = IsAccented(c) ? run + 1 : 0;
            if (run > LongestLatinRun)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Eleven letters make three quarters of Arabic; other bytes read as Arabic hold few of them.</summary>
    private static bool IsCommon(string text) => 2 * text.Count(c => c is 'ا' or 'ل' or 'ي' or 'م' or 'ن' or 'و' or 'ر' or 'ت' or 'ة' or 'ب' or 'ه') >= text.Count(IsArabic);

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

    private static bool IsAccented(char c) => c is >= '\u00C0' and <= '\u00FF';

    private static bool IsArabic(char c) => c is >= '\u0600' and <= '\u06FF';

    private static bool IsArabicLetter(int scalar) =>
        scalar is (>= 0x0620 and <= 0x064A) or (>= 0x066E and <= 0x06D3) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC);

    private static bool IsGreekCyrillicOrHebrew(int scalar) => scalar is (>= 0x0386 and <= 0x052F) or (>= 0x05D0 and <= 0x05EA);

    private static Encoding Legacy(int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding(codePage);
    }

    private static byte[] Reverse(Encoding encoding)
    {
        var reverse = new byte[char.MaxValue + 1];
        for (var value = 0x80; value < 0x100; value++)
        {
            var shown = encoding.GetString([(byte)value])[0];
            reverse[shown == '\uFFFD' ? value : shown] = (byte)value;
        }

        // Latin-1, and bytes that the code page leaves undefined, arrive as the control of the same number.
        for (var control = 0x80; control < 0xA0; control++)
        {
            reverse[control] = (byte)control;
        }

        return reverse;
    }

    private sealed class Reading(StringBuilder text)
    {
        /// <summary>Sequences read, of runs that were read.</summary>
        public int Good { get; private set; }

        /// <summary>Bytes of runs that stayed.</summary>
        public int Bad { get; private set; }

        /// <summary>The most Arabic letters that one run gave.</summary>
        public int LongestWord { get; private set; }

        /// <summary>Signs of Latin-1 were read: <c>Â«</c>.</summary>
        public bool HasSigns { get; private set; }

        /// <summary>Dashes, quotes or dots were read, as no language writes them: <c>â€œ</c>.</summary>
        public bool HasQuotes { get; private set; }

        public string Text => text.ToString();

        public void Append(char c) => text.Append(c);

        public void Read(StringBuilder run, int good, int letters, bool hasSigns, bool hasQuotes)
        {
            text.Append(run);
            Good += good;
            LongestWord = Math.Max(LongestWord, letters);
            HasSigns |= hasSigns;
            HasQuotes |= hasQuotes;
        }

        public void Leave(ReadOnlySpan<char> run, int bad)
        {
            text.Append(run);
            Bad += bad;
        }
    }
}
