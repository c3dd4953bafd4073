using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Server.Pages;

/// <summary>Why an article is in its story, in Arabic.</summary>
public static class ArabicReason
{
    /// <summary>Null: no reason that is known.</summary>
    /// <param name="isEarliest">Of the copies it is the one published first: often not the one that was read first.</param>
    public static string? Of(string sentence, bool isEarliest) => (MatchReasons.Read(sentence)?.Reason, isEarliest) switch
    {
        (MatchReason.First, true) => "أول من حمله",
        (MatchReason.First, false) => "أول ما قُرئ هنا",
        (null, _) => null,
        (_, true) => $"أول من حمله؛ {Of(sentence)}",
        _ => Of(sentence),
    };

    private static string? Of(string sentence) => MatchReasons.Read(sentence) switch
    {
        (MatchReason.SamePage, _) => "الصفحة نفسها",
        (MatchReason.SameText, _) => "النص نفسه كلمة كلمة",
        (MatchReason.Alike, [var sure, var opening, var share]) => $"خبر واحد بنسبة {sure}%، فالعنوان والجمل الأولى متشابهة بنسبة {opening}%، و{share}% من النص الأقصر في الآخر",
        (MatchReason.Contained, [var share]) => $"{share}% من النص الأقصر في النص الآخر",
        (MatchReason.ContainedAndAboutTheSame, [var share]) => $"{share}% من النص الأقصر في النص الآخر، والموضوع واحد",
        (MatchReason.Rewritten, [var share, var hours]) => $"{share}% من النص مشتركة في أنحائه كلها، وكلمات من العنوان، {Apart(hours)}",
        (MatchReason.Retold, [var words, var hours]) => $"{ArabicCount.Words.Of(words)} في العنوانين، وكل نص يذكر ما سماه عنوان الآخر، {Apart(hours)}",
        (MatchReason.ShortTitles, _) => "نصان قصيران بعنوان واحد",
        (MatchReason.Corrected, _) => "صححه مصدره",
        _ => null,
    };

    private static string Apart(int hours) => hours == 0 ? "خلال ساعة" : $"بفارق {ArabicCount.Hours.Of(hours)}";
}
