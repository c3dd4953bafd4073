namespace FeedHub.Parsing;

/// <summary>Bytes to text: BOM, strict UTF-8, labels, detection, windows-1256.</summary>
public static class FeedText
{
    /// <summary>Never fails: what cannot be decoded becomes U+FFFD and a problem.</summary>
    /// <param name="problems">Gets a line for each repair.</param>
    public static string Decode(ReadOnlySpan<byte> body, string? contentType, string? encoding, ICollection<string> problems) =>
        throw new NotImplementedException();
}
