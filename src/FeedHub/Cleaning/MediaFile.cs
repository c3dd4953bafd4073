using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using FeedHub.Parsing;

namespace FeedHub.Cleaning;

/// <summary>Which file an address of a recording or picture means, whatever token the publisher signs it with.</summary>
public static class MediaFile
{
    /// <summary>
    /// Host and path where the path ends in a file's name: signed addresses renew what follows it at every fetch. Otherwise (<c>image.php?id=3</c>)
    /// the key of the whole address. Empty for no address.
    /// </summary>
    public static string Key(string? address)
    {
        var key = CanonicalUrl.Key(address);
        var query = key.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? key : key[..query];
        return IsFile(path) ? path : key;
    }

    /// <summary>Keys of what goes with an article and is no picture: audio, video, documents.</summary>
    public static HashSet<string> Recordings(ImmutableArray<Enclosure> enclosures) =>
        enclosures.IsEmpty
            ? []
            : [.. enclosures.Where(enclosure => !IsPicture(enclosure.Url, enclosure.Type)).Select(enclosure => Key(enclosure.Url))];

    /// <summary>Equal for articles with the same recordings; 0: there is none.</summary>
    public static uint Mark(ImmutableArray<Enclosure> enclosures)
    {
        if (enclosures.IsEmpty || Recordings(enclosures) is not { Count: > 0 } recordings)
        {
            return 0;
        }

        var names = string.Join('\n', recordings.Order(StringComparer.Ordinal));
        return (uint)XxHash3.HashToUInt64(MemoryMarshal.AsBytes(names.AsSpan())) | 1;
    }

    private static bool IsPicture(string address, string? type) =>
        type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) ?? Path.GetExtension(Key(address)) is ".jpg" or ".jpeg" or ".png" or ".gif" or ".webp" or ".avif";

    private static bool IsFile(string path)
    {
        var extension = Path.GetExtension(path.AsSpan(path.LastIndexOf('/') + 1));
        return extension.Length is >= 3 and <= 6 && !extension.Equals(".php", StringComparison.OrdinalIgnoreCase)
            && !extension.Equals(".aspx", StringComparison.OrdinalIgnoreCase) && !extension.Equals(".ashx", StringComparison.OrdinalIgnoreCase);
    }
}
