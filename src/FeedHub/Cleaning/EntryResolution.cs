using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace FeedHub.Cleaning;

/// <summary>What the entries of one fetch are, once they could be compared.</summary>
/// <param name="Articles">Id 0: new; otherwise that article as it reads now. Doubles are left out.</param>
/// <param name="Displaced">Stored articles whose id an entry with other content has taken: each with the id it is to keep.</param>
public sealed record ResolvedEntries(ImmutableArray<Article> Articles, ImmutableArray<Article> Displaced)
{
    public static ResolvedEntries None { get; } = new([], []);
}

/// <summary>
/// Says of the cleaned entries of one fetch which are new, which are stored articles as they read now, and which are doubles
/// (<see cref="SameEntry"/>). How the entries come apart into polls, and in which order, makes no difference to their number. Pure.
/// </summary>
public sealed class EntryResolution
{
    /// <summary>The same words again without an address, after this time, are said anew.</summary>
    private static readonly TimeSpan SameWordsWithin = TimeSpan.FromDays(7);

    private readonly Dictionary<string, Article> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Article> _byRow = [];
    private readonly Dictionary<string, List<Article>> _alike = new(StringComparer.Ordinal);
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private readonly HashSet<long> _taken;
    private readonly List<Article> _resolved = [];
    private readonly List<Article> _displaced = [];
    private readonly bool _isSeries;

    private EntryResolution(IReadOnlyList<Article> stored, IEnumerable<long> taken, bool isSeries)
    {
        _isSeries = isSeries;
        _taken = [.. taken];
        foreach (var article in stored)
        {
            _byRow[article.Id] = article;
            Remember(article);
        }
    }

    /// <param name="cleaned">In document order, their keys as <see cref="EntryIdentity"/> gave them; Id: of the article stored under that id, 0 where there is none.</param>
    /// <param name="stored">What is stored of the feed under their ids, at their addresses, and without an address with their words.</param>
    /// <param name="taken">Ids of stored articles that entries of this fetch hold by their own id, unchanged ones included.</param>
    /// <param name="isSeries">The source's posts are templated: prayer times, weather, prices.</param>
    public static ResolvedEntries Resolve(IReadOnlyList<Article> cleaned, IReadOnlyList<Article> stored, IEnumerable<long> taken, bool isSeries = false)
    {
        ArgumentNullException.ThrowIfNull(cleaned);
        ArgumentNullException.ThrowIfNull(stored);
        var resolution = new EntryResolution(stored, taken, isSeries);
        foreach (var article in cleaned)
        {
            resolution.Resolve(article);
        }

        return new([.. resolution._resolved], [.. resolution._displaced]);
    }

    private void Resolve(Article article)
    {
        var own = _byRow.GetValueOrDefault(article.Id) ?? _byId.GetValueOrDefault(article.EntryId);
        article = article with { Id = 0 };
        if (own is not null && EntryIdentity.IsMade(article.EntryId) && SameEntry.PageOf(own) != SameEntry.PageOf(article))
        {
            // An id made of words alone, which another address carries too.
            article = article with { EntryId = EntryIdentity.AtPage(article.EntryId, SameEntry.PageOf(article)) };
            own = _byId.GetValueOrDefault(article.EntryId);
        }

        var isFirst = _claimed.Add(article.EntryId);
        if (own is null)
        {
            ResolveUnknown(article);
        }
        else if (!Replaces(own, article))
        {
            // Atom may list versions of one entry (RFC 4287 §4.1.1): the first stays.
            if (isFirst)
            {
                Change(own, article);
            }
        }
        else if (!_byId.ContainsKey(SameEntry.EditionOfId(article.EntryId, article)) && !IsKnownTwin(article))
        {
            Replace(own, article, isFirst);
        }
    }

    /// <summary>Its id is new to the feed: perhaps the entry is not.</summary>
    private void ResolveUnknown(Article article)
    {
        if (!IsKnownTwin(article))
        {
            Add(article);
        }
    }

    /// <summary>True where it is known under another id, because the publisher changed that or gives none.</summary>
    private bool IsKnownTwin(Article article)
    {
        if (_alike.GetValueOrDefault(AlikeKey(article))?.Find(other => IsDouble(other, article)) is not { } twin)
        {
            return false;
        }

        if (twin.Id != 0 && _taken.Add(twin.Id))
        {
            Change(twin, article);
        }

        return true;
    }

    /// <summary>The entry takes the place of another; the former one keeps an id of its own.</summary>
    private void Replace(Article own, Article article, bool isFirst)
    {
        if (!isFirst || own.Id == 0)
        {
            Add(article with { EntryId = SameEntry.EditionOfId(article.EntryId, article) });
            return;
        }

        var former = own with { EntryId = SameEntry.EditionOfId(own.EntryId, own) };
        _displaced.Add(former);
        _byId[former.EntryId] = former;
        _byRow.Remove(own.Id);
        Add(article);
    }

    private void Add(Article article)
    {
        // What stands at an address in another's place is another page.
        var atPage = article.UrlKey.Length == 0 ? null : _alike.GetValueOrDefault(AlikeKey(article));
        var sameContent = atPage?.Find(other => !SameEntry.IsOtherPage(other, article) && !Replaces(other, article));
        article = atPage is null ? article
            : article with { UrlKey = sameContent?.UrlKey ?? SameEntry.EditionOfPage(article.UrlKey, article) };
        Remember(article);
        _resolved.Add(article);
    }

    private void Change(Article stored, Article now)
    {
        // In some company an address names no entry (EntryIdentity): what it named stays.
        var isSamePage = now.UrlKey.Length == 0 || SameEntry.Page(stored.UrlKey) == SameEntry.Page(now.UrlKey);
        _resolved.Add(now with
        {
            Id = stored.Id,
            EntryId = stored.EntryId,
            FirstSeenAt = stored.FirstSeenAt,
            UrlKey = isSamePage ? stored.UrlKey : now.UrlKey,
        });
    }

    private bool Replaces(Article before, Article now) => _isSeries ? SameEntry.ReplacesInSeries(before, now) : SameEntry.Replaces(before, now);

    private bool IsDouble(Article stored, Article article) =>
        SameEntry.IsDouble(stored, article) && (!_isSeries || stored.ContentKey == article.ContentKey) && (article.Link.Length > 0 || article.FirstSeenAt - stored.FirstSeenAt < SameWordsWithin);

    private void Remember(Article article)
    {
        _byId[article.EntryId] = article;
        ref var alike = ref CollectionsMarshal.GetValueRefOrAddDefault(_alike, AlikeKey(article), out _);
        (alike ??= []).Add(article);
    }

    /// <summary>What two entries must share to be looked at as one: the address, or without one the words.</summary>
    private static string AlikeKey(Article article) => SameEntry.PageOf(article) is { Length: > 0 } page ? "page:" + page : "words:" + article.ContentKey;
}
