using System.IO.Hashing;
using System.Text;

namespace FeedHub.Server.Pages;

/// <summary>By what a source is told from others at a glance: a letter and one of a few colours, the same on every page and machine.</summary>
public static class SourceMark
{
    private const int Colours = 8;

    /// <summary>What many papers' names begin with tells nobody which paper it is.</summary>
    private static readonly HashSet<string> Kinds = ["وكالة", "صحيفة", "جريدة", "موقع", "قناة", "شبكة", "راديو", "إذاعة", "مجلة", "أخبار", "تلفزيون", "منصة", "شركة"];

    /// <summary>One of the style's classes <c>c0</c> to <c>c7</c>.</summary>
    public static string Colour(string sourceId) =>
        $"c{(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(sourceId)) % Colours).ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>The first letter of the first word that is the paper's own, without the article.</summary>
    public static string Letter(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var words = title.Split([' ', '«', '»', '"', '(', ')', '-', '|'], StringSplitOptions.RemoveEmptyEntries);
        var word = words.FirstOrDefault(word => !Kinds.Contains(word) && !Kinds.Contains(Bare(word))) ?? words.FirstOrDefault() ?? "";
        return Bare(word).EnumerateRunes().FirstOrDefault(Rune.IsLetterOrDigit, new Rune('•')).ToString().ToUpperInvariant();
    }

    private static string Bare(string word) => word.StartsWith("ال", StringComparison.Ordinal) && word.Length > 3 ? word[2..] : word;
}
