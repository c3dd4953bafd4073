namespace FeedHub.Storage;

/// <summary>
/// The Standard Compression Scheme for Unicode (Unicode Technical Standard #6) in its single-byte mode: a letter of the script at hand takes one byte.
/// </summary>
/// <remarks>Where UTF-8 takes two bytes a letter, a general compressor must first find out that every other byte says the same; it gets by without.</remarks>
internal static class Scsu
{
    /// <summary>UTF-16 code units take so many bytes at most.</summary>
    public const int MaxBytesPerChar = 3;

    private const byte QuoteWindow = 0x01;
    private const byte QuoteChar = 0x0E;
    private const byte SelectWindow = 0x10;
    private const byte DefineWindow = 0x18;
    private const int WindowSize = 0x80;

    /// <summary>What cannot begin a window of its own: ideographs and surrogates; above them lie offsets of another kind.</summary>
    private const char FirstWithoutWindow = '\u3400';

    /// <summary>How far to look ahead for whether a change of windows pays.</summary>
    private const int Lookahead = 16;

    private static ReadOnlySpan<int> StaticWindows => [0x0000, 0x0080, 0x0100, 0x0300, 0x2000, 0x2080, 0x2100, 0x3000];

    private static ReadOnlySpan<int> FirstWindows => [0x0080, 0x00C0, 0x0400, 0x0600, 0x0900, 0x3040, 0x30A0, 0xFF00];

    /// <summary>Returns how many bytes were written.</summary>
    /// <param name="bytes">Of <see cref="MaxBytesPerChar"/> times the length of <paramref name="text"/>.</param>
    public static int Encode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        Span<int> windows = stackalloc int[FirstWindows.Length];
        FirstWindows.CopyTo(windows);
        var (active, defined, at) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (IsLiteral(letter))
            {
                bytes[at++] = (byte)letter;
                continue;
            }

            if (!IsIn(windows[active], letter))
            {
                var (known, still) = (Find(windows, letter), Find(StaticWindows, letter));
                var isRun = Follows(text[(i + 1)..], known >= 0 ? windows[known] : letter & ~(WindowSize - 1));
                if (known < 0 && still < 0 && isRun && letter < FirstWithoutWindow)
                {
                    known = defined++ % windows.Length;
                    windows[known] = letter & ~(WindowSize - 1);
                    bytes[at++] = (byte)(DefineWindow + known);
                    bytes[at++] = (byte)(letter / WindowSize);
                    active = known;
                }
                else if (known >= 0 && isRun)
                {
                    bytes[at++] = (byte)(SelectWindow + known);
                    active = known;
                }
                else
                {
                    at += Quote(letter, known, still, windows, bytes[at..]);
                    continue;
                }
            }

            bytes[at++] = (byte)(WindowSize + letter - windows[active]);
        }

        return at;
    }

    /// <summary>Returns how many characters were written.</summary>
    /// <param name="text">As long as <paramref name="bytes"/>: no character takes less than one.</param>
    /// <exception cref="InvalidDataException">These are not bytes that <see cref="Encode"/> wrote.</exception>
    public static int Decode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        Span<int> windows = stackalloc int[FirstWindows.Length];
        FirstWindows.CopyTo(windows);
        var (active, length) = (0, 0);
        for (var at = 0; at < bytes.Length; at++)
        {
            var tag = bytes[at];
            if (tag >= WindowSize)
            {
                text[length++] = (char)(windows[active] + tag - WindowSize);
            }
            else if (IsLiteral((char)tag))
            {
                text[length++] = (char)tag;
            }
            else if (tag >= SelectWindow)
            {
                active = tag % windows.Length;
                if (tag >= DefineWindow)
                {
                    windows[active] = Next(bytes, ref at) * WindowSize;
                }
            }
            else
            {
                text[length++] = Quoted(tag, bytes, ref at, windows);
            }
        }

        return length;
    }

    /// <summary>One character that leaves the window as it is.</summary>
    private static int Quote(char letter, int known, int still, ReadOnlySpan<int> windows, Span<byte> bytes)
    {
        if (known < 0 && still < 0)
        {
            (bytes[0], bytes[1], bytes[2]) = (QuoteChar, (byte)(letter >> 8), (byte)letter);
            return 3;
        }

        (bytes[0], bytes[1]) = known >= 0
            ? ((byte)(QuoteWindow + known), (byte)(WindowSize + letter - windows[known]))
            : ((byte)(QuoteWindow + still), (byte)(letter - StaticWindows[still]));
        return 2;
    }

    private static char Quoted(byte tag, ReadOnlySpan<byte> bytes, ref int at, ReadOnlySpan<int> windows)
    {
        if (tag == QuoteChar)
        {
            return (char)((Next(bytes, ref at) << 8) | Next(bytes, ref at));
        }

        var window = tag - QuoteWindow;
        if (window >= windows.Length)
        {
            throw new InvalidDataException($"No text: {tag:X2} stands for nothing.");
        }

        var place = Next(bytes, ref at);
        return (char)(place >= WindowSize ? windows[window] + place - WindowSize : StaticWindows[window] + place);
    }

    private static byte Next(ReadOnlySpan<byte> bytes, ref int at) =>
        ++at < bytes.Length ? bytes[at] : throw new InvalidDataException("The text is cut off.");

    private static bool IsLiteral(char letter) => letter is >= ' ' and < (char)WindowSize or '\0' or '\t' or '\n' or '\r';

    private static bool IsIn(int window, char letter) => (uint)(letter - window) < WindowSize;

    private static int Find(ReadOnlySpan<int> windows, char letter)
    {
        for (var window = 0; window < windows.Length; window++)
        {
            if (IsIn(windows[window], letter))
            {
                return window;
            }
        }

        return -1;
    }

    /// <summary>Whether the next letter that is no ASCII stands in the window too.</summary>
    private static bool Follows(ReadOnlySpan<char> rest, int window)
    {
        rest = rest[..Math.Min(rest.Length, Lookahead)];
        var next = rest.IndexOfAnyExceptInRange('\0', '\u007F');
        return next >= 0 && IsIn(window, rest[next]);
    }
}
