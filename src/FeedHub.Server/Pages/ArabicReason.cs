using FeedHub.Publishing;
using FeedHub.Stories;

namespace FeedHub.Server.Pages;

/// <summary>Why an article is in its story, in Arabic.</summary>
public static class ArabicReason
{
    /// <summary>Empty: no reason that is known.</summary>
    /// <param name="isEarliest">Of the copies it is the one published first: often not the one that was read first.</param>
    public static string Of(MatchReason reason, bool isEarliest)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return (reason.Code, isEarliest) switch
        {
            (MatchCode.First or MatchCode.Unknown, true) => "أول من حمله",
            (MatchCode.First, false) => "أول ما قُرئ هنا",
            (_, true) => $"أول من حمله؛ {Of(reason)}",
            _ => Of(reason),
        };
    }

    private static string Of(MatchReason reason) => (reason.Code, reason.Numbers) switch
    {
        (MatchCode.SamePage, _) => "الصفحة نفسها",
        (MatchCode.SameText, _) => "النص نفسه كلمة كلمة",
        (MatchCode.Alike, [var sure, var opening, var share]) => $"خبر واحد بنسبة {sure}%، فالعنوان والجمل الأولى متشابهة بنسبة {opening}%، و{share}% من النص الأقصر في الآخر",
        (MatchCode.Contained, [var share]) => $"{share}% من النص الأقصر في النص الآخر",
        (MatchCode.ContainedAndAboutTheSame, [var share]) => $"{share}% من النص الأقصر في النص الآخر، والموضوع واحد",
        (MatchCode.Rewritten, [var share, var hours]) => $"{share}% من النص مشتركة في أنحائه كلها، وكلمات من العنوان، {Apart(hours)}",
        (MatchCode.Retold, [var words, var hours]) => $"{ArabicCount.Words.Of(words)} في العنوانين، وكل نص يذكر ما سماه عنوان الآخر، {Apart(hours)}",
        (MatchCode.ShortTitles, _) => "نصان قصيران بعنوان واحد",
        (MatchCode.Corrected, _) => "صححه مصدره",
        _ => "",
    };

    private static string Apart(int hours) => hours == 0 ? "خلال ساعة" : $"بفارق {ArabicCount.Hours.Of(hours)}";
}
