using System.IO.Hashing;

namespace FeedHub.Server.Pages;

/// <summary>A file that pages bring along, carried by the program.</summary>
/// <param name="Path">Where it is served.</param>
public sealed record PageFile(string Path, string ContentType, string CacheControl, byte[] Bytes)
{
    /// <summary>Under a name that changes with its bytes.</summary>
    public static PageFile Stylesheet { get; } = Style(Load("style.css"));

    public static IReadOnlyList<PageFile> All { get; } = [Stylesheet, Icon("icon.svg", "image/svg+xml"), Icon("icon.png", "image/png"), Icon("favicon.ico", "image/x-icon")];

    private static PageFile Style(byte[] bytes) =>
        new($"/style.{XxHash64.HashToUInt64(bytes):x16}.css", "text/css; charset=utf-8", "public, max-age=31536000, immutable", bytes);

    private static PageFile Icon(string name, string contentType) => new("/" + name, contentType, "public, max-age=86400", Load(name));

    private static byte[] Load(string name)
    {
        using var resource = typeof(PageFile).Assembly.GetManifestResourceStream("FeedHub.Server.Pages." + name)!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
