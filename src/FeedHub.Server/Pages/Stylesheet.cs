using System.IO.Hashing;

namespace FeedHub.Server.Pages;

/// <summary>The one stylesheet, under a name that changes with its bytes.</summary>
public static class Stylesheet
{
    public static byte[] Bytes { get; } = Load();

    public static string Path { get; } = $"/style.{XxHash64.HashToUInt64(Bytes):x16}.css";

    private static byte[] Load()
    {
        using var resource = typeof(Stylesheet).Assembly.GetManifestResourceStream("FeedHub.Server.Pages.style.css")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
