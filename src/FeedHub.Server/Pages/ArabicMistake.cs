using FeedHub.Storage;

namespace FeedHub.Server.Pages;

/// <summary>What is wrong with a search, for people in Arabic and for programs in English.</summary>
public static class ArabicMistake
{
    public static string Of(SearchMistake mistake)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        return mistake.Kind switch
        {
            SearchMistakeKind.NoDate => "التاريخ يُكتب سنة ثم شهرا ثم يوما، مثل بعد:2026-11-01، وقد تُجوهل هذا الشرط.",
            SearchMistakeKind.NoNumber => "عدد المصادر رقم من 1 إلى 1000، مثل مصادر:3، وقد تُجوهل هذا الشرط.",
            SearchMistakeKind.Parenthesis => "هذا القوس بلا قرين: لكل قوس مفتوح قوس يغلقه.",
            SearchMistakeKind.NoChoice => "كلمة «أو» تحتاج كلمة قبلها وكلمة بعدها. لتبحث عنها هي ضعها بين علامتي اقتباس.",
            SearchMistakeKind.ShortBeginning => "قبل النجمة حرفان على الأقل، مثل زلز*.",
            _ => throw new ArgumentOutOfRangeException(nameof(mistake)),
        };
    }

    public static string InEnglish(SearchMistake mistake)
    {
        ArgumentNullException.ThrowIfNull(mistake);
        return mistake.Kind switch
        {
            SearchMistakeKind.NoDate => $"{mistake.Written}: write the date as 2026-11-01.",
            SearchMistakeKind.NoNumber => $"{mistake.Written}: write a number from 1 to 1000.",
            SearchMistakeKind.Parenthesis => $"{mistake.Written} has no other half: close every parenthesis that you open.",
            SearchMistakeKind.NoChoice => "OR wants a word before it and one after it; to search for the word itself put it in quotation marks.",
            SearchMistakeKind.ShortBeginning => $"{mistake.Written}: write two letters or more before the star.",
            _ => throw new ArgumentOutOfRangeException(nameof(mistake)),
        };
    }
}
