using FeedHub.Stories;

namespace FeedHub.Server.Pages;

/// <summary>Why an article is in its story, in Arabic.</summary>
public static class ArabicReason
{
    /// <summary>Null: no reason that is known.</summary>
    public static string? Of(string sentence) => MatchReasons.Read(sentence) switch
    {
        (MatchReason.First, _) => "أول من حمله",
        (MatchReason.SamePage, _) => "الصفحة نفسها",
        (MatchReason.SameText, _) => "النص نفسه كلمة كلمة",
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
