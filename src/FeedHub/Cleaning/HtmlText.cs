using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>What cleaning made of one HTML body.</summary>
/// <param name="IsTruncated">It ended in an excerpt marker (<c>[…]</c>).</param>
public sealed record CleanText(string Text, bool IsTruncated);

/// <summary>Any HTML becomes exactly its text, in linear time; never throws on input.</summary>
public static class HtmlText
{
    /// <summary>One paragraph a line.</summary>
    public static CleanText Clean(string html, CleaningOptions options) => throw new NotImplementedException();

    /// <summary>The same on a single line.</summary>
    public static string CleanTitle(string html, CleaningOptions options) => throw new NotImplementedException();
}
