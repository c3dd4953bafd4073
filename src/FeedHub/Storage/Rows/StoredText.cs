using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace FeedHub.Storage;

/// <summary>Strings in a form that both engines keep alike, letter for letter.</summary>
internal static class StoredText
{
    /// <summary>PostgreSQL indexes nothing longer than about 2,700 bytes.</summary>
    private const int MaxKeyCharacters = 600;

    /// <summary>Without NUL, which PostgreSQL cannot hold, and with U+FFFD for half surrogates, which are no text.</summary>
    public static string Fit(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var fitted = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                fitted.Append(rune);
            }
        }

        return fitted.ToString();
    }

    /// <summary>A key short enough to be indexed: very long ones end in the hash of the rest.</summary>
    public static string Key(string key)
    {
        var fitted = Fit(key);
        return fitted.Length <= MaxKeyCharacters
            ? fitted
            : string.Concat(Fit(fitted[..(MaxKeyCharacters - 40)]), "#", XxHash128.HashToUInt128(Bytes(fitted)).ToString("x32", null));
    }

    /// <summary>For tombstones; 0 for an empty key only.</summary>
    public static long Hash(string key) => key.Length == 0 ? 0 : (long)XxHash3.HashToUInt64(Bytes(Key(key))) is var hash and not 0 ? hash : 1;

    private static ReadOnlySpan<byte> Bytes(string text) => MemoryMarshal.AsBytes(text.AsSpan());
}
