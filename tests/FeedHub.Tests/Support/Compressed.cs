using System.IO.Compression;

namespace FeedHub.Tests.Support;

/// <summary>Bodies as servers send them.</summary>
internal static class Compressed
{
    /// <param name="encodings">As in Content-Encoding, applied in order: <c>gzip, br</c>; <c>raw-deflate</c> leaves zlib's wrapper away.</param>
    public static byte[] With(byte[] bytes, string encodings)
    {
        foreach (var encoding in encodings.Split(", "))
        {
            using var target = new MemoryStream();
            using (Stream stream = encoding switch
            {
                "br" => new BrotliStream(target, CompressionLevel.Fastest),
                "deflate" => new ZLibStream(target, CompressionLevel.Optimal),
                "raw-deflate" => new DeflateStream(target, CompressionLevel.Optimal),
                _ => new GZipStream(target, CompressionLevel.Optimal),
            })
            {
                stream.Write(bytes);
            }

            bytes = target.ToArray();
        }

        return bytes;
    }
}
