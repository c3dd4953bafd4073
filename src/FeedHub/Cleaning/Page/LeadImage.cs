using System.Buffers;
using System.Globalization;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace FeedHub.Cleaning;

/// <summary>Tells pictures that belong to an article from pixels, smileys and icons.</summary>
internal static class LeadImage
{
    /// <summary>Smaller than this in either direction is an icon.</summary>
    private const int SmallestSide = 60;

    private static readonly string[] Sources = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "src"];

    private static readonly SearchValues<string> NoPictures = SearchValues.Create(
        ["pixel", "spacer", "blank.gif", "1x1", "/b.gif", "transparent.", "placeholder", "feedburner.", "feeds.feedburner", "/~r/", "/~ff/", "stats.wordpress.", "pixel.wp.com",
         "doubleclick.", "gravatar.com", "/emoji/", "/smilies/", "/smileys/", "favicon", "/icons/", "icon-", "-icon", "loading.gif", "scorecardresearch", "feedsportal", "google-analytics"],
        StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<string> EmojiHosts = SearchValues.Create(
        ["s.w.org/images/core/emoji", "/twemoji/", "abs.twimg.com/emoji", "/images/emoji.php", "abs-0.twimg.com/emoji"], StringComparison.OrdinalIgnoreCase);

    public static bool IsEmoji(ReadOnlySpan<char> address) => address.ContainsAny(EmojiHosts);

    /// <summary>The real address of a picture, also where it is loaded late; null where it is none.</summary>
    public static string? Address(ref StructHtmlToken image)
    {
        if (IsSmall(image.GetAttribute("width")) || IsSmall(image.GetAttribute("height")))
        {
            return null;
        }

        foreach (var name in Sources)
        {
            ReadOnlySpan<char> address = image.GetAttribute(name);
            if (IsPicture(address.Trim()))
            {
                return address.Trim().ToString();
            }
        }

        return FirstOfSet(image.GetAttribute("data-srcset")) ?? FirstOfSet(image.GetAttribute("srcset"));
    }

    public static bool IsPicture(ReadOnlySpan<char> address) =>
        address.Length is > 0 and <= 2048
        && !address.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
        && !address.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase)
        && !address.ContainsAny(NoPictures)
        && !IsEmoji(address);

    private static string? FirstOfSet(ReadOnlySpan<char> set)
    {
        set = set.Trim();
        var end = set.IndexOf(' ');
        var first = (end < 0 ? set : set[..end]).TrimEnd(',');
        return IsPicture(first) ? first.ToString() : null;
    }

    private static bool IsSmall(ReadOnlySpan<char> side)
    {
        var digits = side.Trim();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var pixels) && pixels < SmallestSide
            && (end < 0 || digits[end] != '%');
    }
}
