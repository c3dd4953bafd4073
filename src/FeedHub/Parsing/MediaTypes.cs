using System.Collections.Frozen;

namespace FeedHub.Parsing;

/// <summary>Media types (IANA) of the files that feeds enclose.</summary>
internal static class MediaTypes
{
    private static readonly FrozenDictionary<string, string> ByExtension = new Dictionary<string, string>
    {
        ["mp3"] = "audio/mpeg",
        ["m4a"] = "audio/mp4",
        ["m4b"] = "audio/mp4",
        ["aac"] = "audio/aac",
        ["oga"] = "audio/ogg",
        ["ogg"] = "audio/ogg",
        ["opus"] = "audio/ogg",
        ["wav"] = "audio/wav",
        ["flac"] = "audio/flac",
        ["mp4"] = "video/mp4",
        ["m4v"] = "video/mp4",
        ["mov"] = "video/quicktime",
        ["webm"] = "video/webm",
        ["ogv"] = "video/ogg",
        ["mpg"] = "video/mpeg",
        ["mpeg"] = "video/mpeg",
        ["avi"] = "video/x-msvideo",
        ["mkv"] = "video/x-matroska",
        ["3gp"] = "video/3gpp",
        ["jpg"] = "image/jpeg",
        ["jpeg"] = "image/jpeg",
        ["png"] = "image/png",
        ["gif"] = "image/gif",
        ["webp"] = "image/webp",
        ["avif"] = "image/avif",
        ["svg"] = "image/svg+xml",
        ["bmp"] = "image/bmp",
        ["tif"] = "image/tiff",
        ["tiff"] = "image/tiff",
        ["pdf"] = "application/pdf",
        ["epub"] = "application/epub+zip",
        ["zip"] = "application/zip",
        ["torrent"] = "application/x-bittorrent",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>By how the address's path ends; null: that says nothing.</summary>
    public static string? OfAddress(string address)
    {
        var end = address.AsSpan().IndexOfAny('?', '#');
        var path = end < 0 ? address.AsSpan() : address.AsSpan(0, end);
        var file = path[(path.LastIndexOf('/') + 1)..];
        var dot = file.LastIndexOf('.');
        return dot < 0 ? null : ByExtension.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(file[(dot + 1)..], out var type) ? type : null;
    }
}
