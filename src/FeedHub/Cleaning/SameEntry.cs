using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FeedHub.Cleaning;

/// <summary>
/// Whether two entries of one feed are one entry, told by what publishers do: a bulletin, a cartoon, a page of prayer times come back under
/// old words, an old address or an old id, and are news all the same. Pure.
/// </summary>
public static class SameEntry
{
    /// <summary>Clocks of one publisher's machines differ; an entry dated further apart was published again.</summary>
    private static readonly TimeSpan OneDate = TimeSpan.FromMinutes(5);

    /// <summary>A recording replaced within the hour is a better cut of it; later it is the next bulletin.</summary>
    private static readonly TimeSpan OneRecording = TimeSpan.FromHours(1);

    /// <summary>A table or a picture dated as far apart as this is another day's, though they may come a little early.</summary>
    private static readonly TimeSpan OneDay = TimeSpan.FromHours(12);

    /// <summary>Less of a text than this is no correction of it.</summary>
    private const double Left = 0.5;

    /// <summary>Of two titles that share so much one is the other, mended.</summary>
    private const double SameTitle = 0.8;

    /// <summary>Shorter texts say little beside their picture.</summary>
    private const int FewWords = 20;

    /// <summary>Figures among the words of a table (prayer times, prices, weather); reports have one in ten.</summary>
    private const double FiguresOfTable = 0.2;

    private const int FewFigures = 3;

    /// <summary>Under two ids: nothing else tells them apart, neither address nor date, recording or picture; what one of them lacks tells them apart.</summary>
    public static bool IsDouble(Article one, Article other)
    {
        var isOneDate = one.Published is { } published && other.Published is { } otherwise ? (published - otherwise).Duration() <= OneDate : one.Published == other.Published;
        if (PageOf(one) != PageOf(other) || !isOneDate || MediaFile.Key(one.ImageUrl) != MediaFile.Key(other.ImageUrl)
            || !MediaFile.Recordings(one.Enclosures).SetEquals(MediaFile.Recordings(other.Enclosures)))
        {
            return false;
        }

        // Where the address names no entry the words must.
        return one.UrlKey.Length == 0 || other.UrlKey.Length == 0 ? one.ContentKey == other.ContentKey : !Replaces(one, other);
    }

    /// <summary>Under one id or at one address: <paramref name="now"/> is no correction of <paramref name="before"/>, it stands in its place.</summary>
    public static bool Replaces(Article before, Article now)
    {
        if (before.ContentKey == now.ContentKey && !IsOtherRecording(before, now) && !IsOtherPicture(before, now))
        {
            return false;
        }

        var isOneDate = before.Published is not null && now.Published is not null && !IsOtherDate(before, now);
        if (isOneDate && WordOverlap.Of(before.Title, now.Title) >= SameTitle)
        {
            return false;
        }

        var apart = Apart(before, now);
        return (apart > OneRecording && IsOtherRecording(before, now))
            || WordOverlap.Of(before.Title + "\n" + before.Text, now.Title + "\n" + now.Text) < Left
            || (apart >= OneDay && (IsOtherTable(before, now) || IsOtherPictureOfFewWords(before, now)));
    }

    /// <summary>At one address under two ids: each is shown for itself, though the words may be the same.</summary>
    public static bool IsOtherPage(Article one, Article other) => Replaces(one, other) || IsOtherRecording(one, other) || IsOtherPictureOfFewWords(one, other);

    /// <summary>As <see cref="Replaces"/> for a source of templated posts: another day's post of other words is another, however alike they are.</summary>
    public static bool ReplacesInSeries(Article before, Article now) =>
        Replaces(before, now) || (before.ContentKey != now.ContentKey && Apart(before, now) >= OneDay);

    /// <summary>The key of the article's address, whether it names the entry or is shared by many; empty where there is none.</summary>
    public static string PageOf(Article article) => article.UrlKey.Length > 0 ? Page(article.UrlKey) : CanonicalUrl.Key(article.Link);

    /// <summary>The address of an edition: <paramref name="urlKey"/> without what <see cref="EditionOfPage"/> added.</summary>
    public static string Page(string urlKey) => urlKey.IndexOf('#', StringComparison.Ordinal) is var at and >= 0 ? urlKey[..at] : urlKey;

    /// <summary>The id of an entry in whose place another stands.</summary>
    public static string EditionOfId(string entryId, Article article) => $"{entryId}#{ContentMark(article)}";

    /// <summary>The key of an address whose content has been replaced: keys of addresses have no fragment.</summary>
    public static string EditionOfPage(string urlKey, Article article) => $"{Page(urlKey)}#{ContentMark(article)}";

    /// <summary>Of words, recordings and picture: bulletins have equal words.</summary>
    private static string ContentMark(Article article)
    {
        if (article.Enclosures.IsEmpty && article.ImageUrl is null)
        {
            return article.ContentKey;
        }

        var content = string.Join('\n', MediaFile.Recordings(article.Enclosures).Order(StringComparer.Ordinal).Prepend(MediaFile.Key(article.ImageUrl)).Prepend(article.ContentKey));
        return XxHash128.HashToUInt128(MemoryMarshal.AsBytes(content.AsSpan())).ToString("x32", CultureInfo.InvariantCulture);
    }

    private static TimeSpan Apart(Article one, Article other) =>
        (one.Published is { } published && other.Published is { } otherwise ? published - otherwise : one.FirstSeenAt - other.FirstSeenAt).Duration();

    private static bool IsOtherDate(Article one, Article other) =>
        one.Published is { } published && other.Published is { } otherwise && (published - otherwise).Duration() > OneDate;

    private static bool IsOtherRecording(Article one, Article other) =>
        MediaFile.Recordings(one.Enclosures) is { Count: > 0 } recordings && MediaFile.Recordings(other.Enclosures) is { Count: > 0 } others && !recordings.Overlaps(others);

    private static bool IsOtherPicture(Article one, Article other) =>
        one.ImageUrl is { } picture && other.ImageUrl is { } otherwise && MediaFile.Key(picture) != MediaFile.Key(otherwise);

    private static bool IsOtherPictureOfFewWords(Article one, Article other) =>
        IsOtherPicture(one, other) && WordOverlap.Words(one.Text).Length < FewWords && WordOverlap.Words(other.Text).Length < FewWords;

    private static bool IsOtherTable(Article before, Article now)
    {
        var (figures, words) = Figures(before);
        var (others, otherWords) = Figures(now);
        if (Math.Min(figures.Length, others.Length) < FewFigures)
        {
            return false;
        }

        var isTable = figures.Length >= words * FiguresOfTable && others.Length >= otherWords * FiguresOfTable;
        return isTable ? !figures.AsSpan().SequenceEqual(others) : WordOverlap.Of(string.Join(' ', figures), string.Join(' ', others)) < Left;
    }

    private static (string[] Figures, int Words) Figures(Article article)
    {
        var words = WordOverlap.Words(article.Text);
        return (Array.FindAll(words, word => word[0] is >= '0' and <= '9'), words.Length);
    }
}
