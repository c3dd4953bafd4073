using System.Buffers;

namespace FeedHub.Parsing;

/// <summary>The characters that XML 1.0 has no place for.</summary>
internal static class XmlCharacters
{
    public static readonly SearchValues<char> Forbidden = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Where(code => code is not (9 or 10 or 13)).Select(code => (char)code), '\uFFFE', '\uFFFF']);

    public static bool HasForbidden(string text) => text.AsSpan().ContainsAny(Forbidden);

    /// <summary>References may name what may not be written: <c>&amp;#11;</c>.</summary>
    public static string WithoutForbidden(string text) =>
        HasForbidden(text) ? string.Concat(text.Where(c => !Forbidden.Contains(c))) : text;
}
