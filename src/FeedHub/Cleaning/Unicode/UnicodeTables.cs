using System.Globalization;

namespace FeedHub.Cleaning;

/// <summary>
/// Decompositions, compositions and combining classes of the Basic Multilingual Plane, read once from <c>unicode.txt</c> (Unicode 14), since
/// <c>string.Normalize</c> does nothing on a machine without ICU. A line: code point, kind, hexadecimal code units. Kind <c>c</c>: canonical, <c>x</c>:
/// canonical but never composed, <c>k</c>: compatibility, <c>m</c>: combining class. After <c>=</c> the pair that composes.
/// </summary>
internal static class UnicodeTables
{
    private const int Plane = 0x10000;

    private static readonly byte[] Classes = new byte[Plane];
    private static readonly Dictionary<char, string> Canonical = [];
    private static readonly Dictionary<char, string> Compatibility = [];
    private static readonly Dictionary<int, char> Composed = [];
    private static readonly bool[] MayCompose = new bool[Plane];

    static UnicodeTables()
    {
        using var file = typeof(UnicodeTables).Assembly.GetManifestResourceStream("FeedHub.Cleaning.unicode.txt")!;
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
        {
            Read(line);
        }
    }

    /// <summary>0: not a combining mark.</summary>
    public static byte ClassOf(char c) => Classes[c];

    /// <summary>Full canonical decomposition; null: the character itself.</summary>
    public static string? CanonicalOf(char c) => c < 'À' ? null : Canonical.GetValueOrDefault(c);

    /// <summary>Full compatibility or canonical decomposition; null: the character itself.</summary>
    public static string? CompatibilityOf(char c) => c < '\u00A0' ? null : Compatibility.GetValueOrDefault(c) ?? Canonical.GetValueOrDefault(c);

    /// <summary>Zero: the two do not compose.</summary>
    public static char Compose(char first, char second) => Composed.GetValueOrDefault((first << 16) | second);

    /// <summary>True where text with this character may be out of normal form C: a mark, or something that decomposes without composing again.</summary>
    public static bool IsSuspect(char c) => MayCompose[c];

    private static void Read(string line)
    {
        var c = (char)Hex(line, 0, 4);
        var kind = line[4];
        if (kind == 'm')
        {
            Classes[c] = (byte)Hex(line, 5, 2);
            MayCompose[c] = true;
            return;
        }

        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var decomposed = Text(line, 5, equals < 0 ? line.Length : equals);
        (kind == 'k' ? Compatibility : Canonical)[c] = decomposed;
        MayCompose[c] |= kind == 'x';
        if (kind == 'c' && equals > 0)
        {
            var pair = Text(line, equals + 1, line.Length);
            Composed[(pair[0] << 16) | pair[1]] = c;
            MayCompose[pair[1]] = true;
        }
    }

    private static string Text(string line, int start, int end) =>
        string.Create((end - start) / 4, (line, start), static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)Hex(from.line, from.start + (4 * i), 4);
            }
        });

    private static int Hex(string line, int start, int length) =>
        int.Parse(line.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
