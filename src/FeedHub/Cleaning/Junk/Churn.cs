using System.Collections.Frozen;

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

    private const char Figure = '#';

    /// <summary>What stands between a counter and the rest of its line.</summary>
    private static readonly char[] Separators = ['|', '(', ')', '[', ']', '•', '·'];

    private static readonly WordFile Words = WordFile.Of("FeedHub.Cleaning.Junk.churn.txt");

    /// <summary>What makes a piece of a line furniture: what is counted, how long ago, when last touched.</summary>
    private static readonly FrozenSet<string> Signs = Set("Signs");

    /// <summary>What else stands in such a piece: figures in words, units, labels.</summary>
    private static readonly FrozenSet<string> Others = Set("Others");

    /// <summary>The articles as they are to be stored: <see cref="Article.RawHash"/> is always the new one.</summary>
    /// <param name="entries">How many entries the fetch had, unchanged ones included.</param>
    public static IReadOnlyList<Article> Settle(IReadOnlyList<(Article Before, Article Now)> changes, int entries)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var swaps = changes.Select(change => Swap(change.Before, change.Now)).ToList();
        var common = swaps.OfType<string>().CountBy(line => line).Where(line => line.Value >= FewEntries && line.Value * 2 > entries).Select(line => line.Key).ToHashSet();
        return [.. changes.Select((change, i) => Settle(change.Before, change.Now, swaps[i] is { } line && common.Contains(line)))];
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

    /// <summary>
    /// The one block of lines that took another's place, its figures masked: equal in every entry under which the publisher swapped it; null where the
    /// texts differ in more.
    /// </summary>
    private static string? Swap(Article before, Article now)
    {
        if (before.Text == now.Text || before.Title != now.Title)
        {
            return null;
        }

        var (old, fresh) = (before.Text.Split('\n'), now.Text.Split('\n'));
        var shorter = Math.Min(old.Length, fresh.Length);
        var head = old.AsSpan().CommonPrefixLength(fresh);
        var tail = 0;
        while (tail < shorter - head && old[^(tail + 1)] == fresh[^(tail + 1)])
        {
            tail++;
        }

        var isSwap = head + tail > 0 && old.Length - head - tail is >= 1 and <= MostSwappedLines && fresh.Length - head - tail is >= 1 and <= MostSwappedLines;
        return isSwap ? string.Join('\n', fresh[head..^tail].Select(line => string.Join(' ', line.Split(' ').Select(Form)))) : null;
    }

    /// <summary>One page, its address signed or counted anew: only the query differs.</summary>
    private static bool IsSignedAnew(string one, string other) =>
        Uri.TryCreate(one, UriKind.Absolute, out var before) && Uri.TryCreate(other, UriKind.Absolute, out var now)
        && before.Host == now.Host && before.AbsolutePath == now.AbsolutePath && before.Query.Length > 0 && now.Query.Length > 0;

    private static bool IsSameFile(string? one, string? other) => one is not null && other is not null && MediaFile.Key(one) == MediaFile.Key(other);

    /// <summary>The text without its furniture. A title is one piece only where it has no separator, and then it is never furniture.</summary>
    private static string Furnished(string text)
    {
        var lines = text.Split('\n');
        return string.Join('\n', lines.Select(line => Furnished(line, mayGoWhole: lines.Length > 1)).Where(line => line.Length > 0));
    }

    /// <summary>Figures in a sentence are news, whatever word stands beside them: only pieces that hold nothing else go.</summary>
    private static string Furnished(string line, bool mayGoWhole)
    {
        if (mayGoWhole && IsFurniture(line.Split(' ')))
        {
            return "";
        }

        var pieces = line.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return pieces.Length == 1 && !mayGoWhole ? line : string.Join('|', pieces.Where(piece => !IsFurniture(piece.Split(' '))));
    }

    private static bool IsFurniture(string[] words)
    {
        var forms = Array.ConvertAll(words, Form);
        var isCounted = Array.Exists(forms, Signs.Contains) || (Array.Exists(forms, form => form.Length == 0) && Array.Exists(forms, form => form is [Figure]));
        return words.Length <= LongestFurniture && isCounted
            && Array.TrueForAll(forms, form => form.Length == 0 || form is [Figure] || Signs.Contains(form) || Others.Contains(form));
    }

    /// <summary>A word in matching form; # for a figure, also with its thousands apart or cut short (1.2K); empty for signs and pictures alone.</summary>
    private static string Form(string word)
    {
        var form = ArabicText.MatchingForm(word).Replace(" ", "", StringComparison.Ordinal);
        var digits = form.AsSpan().TrimEnd("km");
        return digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9') ? "#" : form;
    }

    private static FrozenSet<string> Set(string section) => Words[section].Select(ArabicText.MatchingForm).ToFrozenSet(StringComparer.Ordinal);
}
