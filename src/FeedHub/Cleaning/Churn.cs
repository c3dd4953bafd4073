using System.Collections.Frozen;
using System.Runtime.InteropServices;

namespace FeedHub.Cleaning;

/// <summary>
/// Takes back what changed in stored articles without being news: view counters, "two hours ago", dates renewed at every fetch, links and
/// files signed anew, a line that the publisher swapped under most entries of one fetch. Pure.
/// </summary>
public static class Churn
{
    /// <summary>Fewer entries that changed alike were each corrected.</summary>
    private const int FewEntries = 3;

    /// <summary>A swapped line (weather, related headline, "last updated") may have grown to a few.</summary>
    private const int MostSwappedLines = 3;

    /// <summary>Longer lines speak of more than how old or how much read the entry is.</summary>
    private const int LongestFurniture = 8;

    /// <summary>How far from its figure the word of a counter stands: "عدد المشاهدات : 900".</summary>
    private const int WordsFromFigure = 2;

    private const char Figure = '#';

    private static readonly FrozenSet<string> Counters = Words(
        "مشاهدة مشاهدات المشاهدات مشاهده قراءة قراءات القراءات زيارة زيارات الزيارات تعليق تعليقا تعليقات التعليقات مشاركة مشاركات المشاركات " +
        "إعجاب إعجابات الإعجابات تفاعل تفاعلات التفاعلات متابع متابعا زائر زائرا زوار الزوار تنزيل تنزيلات تحميل تحميلات استماع نقرة نقرات صوت " +
        "view views read reads comment comments share shares like likes visit visits hit hits download downloads vue vues commentaire commentaires");

    private static readonly FrozenSet<string> Ago = Words("منذ قبل مضت مضى ago il y a depuis");

    private static readonly FrozenSet<string> Units = Words(
        "ثانية ثانيتين ثوان ثواني لحظات لحظة دقيقة دقيقتين دقائق دقيقه ساعة ساعتين ساعات ساعه يوم يومين أيام يوما أسبوع أسبوعين أسابيع شهر شهرين أشهر شهور سنة سنتين سنوات عام عامين أعوام واحدة واحد " +
        "قليلة قليل أقل من حوالي نحو second seconds minute minutes min mins hour hours day days week weeks month months year years just now an a");

    /// <summary>What else stands in a line of furniture.</summary>
    private static readonly FrozenSet<string> Labels = Words(
        "عدد مرات مرة نشر نشرت تم النشر آخر اخر تحديث التحديث حدث أضيف أضيفت وقت تاريخ الساعة و في على published updated last posted total number of no");

    /// <summary>The articles as they are to be stored: <see cref="Article.RawHash"/> is always the new one.</summary>
    /// <param name="entries">How many entries the fetch had, unchanged ones included.</param>
    public static IReadOnlyList<Article> Settle(IReadOnlyList<(Article Before, Article Now)> changes, int entries)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var swaps = new Dictionary<(bool FromEnd, int Place), int>();
        foreach (var (before, now) in changes)
        {
            foreach (var place in Swap(before, now))
            {
                CollectionsMarshal.GetValueRefOrAddDefault(swaps, place, out _)++;
            }
        }

        return [.. changes.Select(change => Settle(change.Before, change.Now, Swap(change.Before, change.Now).Any(IsCommon)))];

        bool IsCommon((bool, int) place) => swaps[place] >= FewEntries && swaps[place] * 2 > entries;
    }

    private static Article Settle(Article before, Article now, bool isSwapOfMany)
    {
        var isSame = now.IsTruncated == before.IsTruncated
            && (isSwapOfMany || (Furnished(before.Title) == Furnished(now.Title) && Furnished(before.Text) == Furnished(now.Text)));
        if (isSame)
        {
            now = now with { Title = before.Title, Text = before.Text, ContentKey = before.ContentKey, Updated = before.Updated, ChangedAt = before.ChangedAt };
        }

        var keepsLink = before.UrlKey.Length > 0 && (before.UrlKey == now.UrlKey || (isSame && IsSignedAnew(before.Link, now.Link)));
        return now with
        {
            Link = keepsLink ? before.Link : now.Link,
            UrlKey = keepsLink ? before.UrlKey : now.UrlKey,
            Published = before.Published <= now.Published ? before.Published : now.Published ?? before.Published,
            ImageUrl = IsSameFile(before.ImageUrl, now.ImageUrl) ? before.ImageUrl : now.ImageUrl,
            Enclosures = before.Enclosures.Select(file => MediaFile.Key(file.Url)).SequenceEqual(now.Enclosures.Select(file => MediaFile.Key(file.Url))) ? before.Enclosures : now.Enclosures,
        };
    }

    /// <summary>Where the one block of lines stands in which two texts differ, counted from the start and from the end; nothing where they differ in more.</summary>
    private static IEnumerable<(bool FromEnd, int Place)> Swap(Article before, Article now)
    {
        var (old, fresh) = (before.Text.Split('\n'), now.Text.Split('\n'));
        if (before.Text == now.Text || WordOverlap.Of(before.Title, now.Title) < 1)
        {
            return [];
        }

        var shorter = Math.Min(old.Length, fresh.Length);
        var head = old.AsSpan().CommonPrefixLength(fresh);
        var tail = 0;
        while (tail < shorter - head && old[^(tail + 1)] == fresh[^(tail + 1)])
        {
            tail++;
        }

        var isSwap = head + tail > 0 && old.Length - head - tail is >= 1 and <= MostSwappedLines && fresh.Length - head - tail is >= 1 and <= MostSwappedLines;
        return isSwap ? [(false, head), (true, tail)] : [];
    }

    /// <summary>One page, its address signed or counted anew: only the query differs.</summary>
    private static bool IsSignedAnew(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var before) && Uri.TryCreate(other, UriKind.Absolute, out var now)
        && before.Host == now.Host && before.AbsolutePath == now.AbsolutePath && before.Query.Length > 0 && now.Query.Length > 0;

    private static bool IsSameFile(string? one, string? other) => one is not null && other is not null && MediaFile.Key(one) == MediaFile.Key(other);

    /// <summary>The text without its lines of furniture, and with a sign for every figure of a counter.</summary>
    private static string Furnished(string text) =>
        string.Join('\n', text.Split('\n').Select(line => line.Split(' ')).Where(words => !IsFurniture(words)).Select(WithoutCounts));

    /// <summary>Nothing but counters or the age of the entry.</summary>
    private static bool IsFurniture(string[] words)
    {
        var forms = Array.ConvertAll(words, Form);
        return words.Length <= LongestFurniture
            && forms.Any(form => Counters.Contains(form) || Ago.Contains(form))
            && forms.Any(form => form is [Figure] || Units.Contains(form))
            && forms.All(form => form.Length == 0 || form is [Figure] || Counters.Contains(form) || Ago.Contains(form) || Units.Contains(form) || Labels.Contains(form));
    }

    private static string WithoutCounts(string[] words)
    {
        var forms = Array.ConvertAll(words, Form);
        return string.Join(' ', words.Select((word, at) => forms[at] is [Figure] && IsBesideCounter(forms, at) ? "#" : word));
    }

    private static bool IsBesideCounter(string[] forms, int at) =>
        forms.Take(at + WordsFromFigure + 1).Skip(at - WordsFromFigure).Any(Counters.Contains);

    /// <summary>A word in matching form; # for a figure, also with its thousands apart; empty for signs alone.</summary>
    private static string Form(string word)
    {
        var form = ArabicText.MatchingForm(word).Replace(" ", "", StringComparison.Ordinal);
        return form.Length > 0 && form.All(char.IsAsciiDigit) ? "#" : form;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);
}
