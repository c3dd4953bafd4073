using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>
/// Gives every article its story. Serial and deterministic: the same articles in the same order give the same stories,
/// whatever the batches, engine or restarts. Not thread-safe.
/// </summary>
public sealed class StoryMatcher
{
    private readonly MatchingThresholds _limits;
    private readonly RecentIndex _index;
    private readonly StoryTable _stories = new();
    private readonly SeriesMemory _series = new();
    private readonly Dictionary<string, int> _feeds = [];
    private readonly List<(string Id, SourceLines Lines)> _sources = [];
    private readonly NearSearch _near;

    public StoryMatcher(MatchingThresholds? thresholds = null)
    {
        _limits = thresholds ?? MatchingThresholds.Default;
        _index = new(_limits);
        _near = new(_index, _stories, _limits);
    }

    /// <summary>Takes a stored article back into the index, in match order, before the first <see cref="Match"/>.</summary>
    public void Restore(IndexedArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        var feed = FeedOf(article.FeedId);
        var record = SketchRecord.Read(article.Sketch);
        var story = _stories.Get(article.StoryId, article.StoryFirstSeenAt.ToUnixTimeMilliseconds(), article.StoryUpdatedAt.ToUnixTimeMilliseconds());
        var row = new IndexRow
        {
            ArticleId = article.ArticleId,
            UrlKey = KeyOf(article.UrlKey),
            ContentKey = KeyOf(article.ContentKey),
            Story = story,
            Feed = feed,
            DateSeconds = Seconds(article.Date),
            TextLength = article.TextLength,
            SeenHour = HourOf(article.FirstSeenAt),
            IsTruncated = article.IsTruncated,
            Sketch = record?.Sketch.Cells,
        };
        _index.Advance(row.SeenHour);
        var index = Add(row, record?.Filed);
        if (article.IsShown)
        {
            _stories[story].Shown = index;
        }

        if (record is null)
        {
            return;
        }

        var lines = _sources[feed].Lines;
        lines.Learn(article.ArticleId, record.Lines);
        foreach (var line in record.LearnedLines)
        {
            lines.Name(ArticleWords.LineHash(line), line);
        }

        Note(feed, record.Sketch.Moulds);
    }

    /// <summary>Decides a batch; the index already holds the decisions when this returns.</summary>
    /// <param name="source">The feed's settings (merge, series, priority); a removed feed gets defaults.</param>
    public MatchBatch Match(IReadOnlyList<PendingArticle> pending, Func<string, FeedSource?> source, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(source);
        var batch = new BatchInMaking(_stories, _index);
        foreach (var (article, storyId) in pending)
        {
            var settings = new Settings(source, article.FeedId);
            batch.Articles.Add(storyId is null ? Place(article, settings, batch) : Correct(article, storyId, settings, batch));
        }

        return batch.Finish(batch.ChangedLines.ToImmutableDictionary(
            feed => _sources[feed].Id,
            feed => _sources[feed].Lines.Learned.Select(line => new LearnedLine(line.Text, line.Seen)).ToImmutableArray()));
    }

    private MatchedArticle Place(Article article, Settings settings, BatchInMaking batch)
    {
        // (0) The clock is the articles' own.
        var feed = FeedOf(article.FeedId);
        _index.Advance(HourOf(article.FirstSeenAt));
        _series.Sweep(FirstSeriesDay);

        // (1) Read it, its source's own lines left out.
        var lines = _sources[feed].Lines;
        var words = ArticleWords.Read(article.Title, article.Text, lines.IsLearned);
        var row = RowOf(article, feed);

        // (2) The same page or the same text, in all the history kept.
        var twin = FindTwin(row, words, settings, out var reason);

        // (3) The same news in other words, in the window.
        var comparison = new Comparison(words, _index.IsRare, _index.WeightInTitles);
        if (twin < 0 && settings.MayMergeNear(article.FeedId))
        {
            var isSeries = IsSeries(feed, words.Title.Skeleton, settings);
            (twin, reason) = _near.Find(
                comparison,
                words,
                row,
                mayMerge: other => settings.MayMergeNear(_sources[other].Id),
                isSeriesApart: other => IsSeriesApart(row, words.Title.Skeleton, isSeries, other, settings));
        }

        // (4) Remember it.
        var isNew = twin < 0;
        row.Story = isNew ? _stories.Open(IdentityOf(article), -1, article.FirstSeenAt.ToUnixTimeMilliseconds()) : _index[twin].Story;
        var sketch = Sketch.Of(words, words.Title.Skeleton == 0 ? [] : [words.Title.Skeleton, DayOf(row)]);
        MarkCounted(sketch, words, twin);
        row.Sketch = sketch.Cells;
        var filed = NearSearch.FiledUnder(comparison, words, _index, _limits);
        var index = Add(row, filed);
        Note(feed, sketch.Moulds);
        Learn(feed, article.Id, words, batch);

        // (5) What its story shows now.
        if (isNew)
        {
            _stories[row.Story].Shown = index;
            batch.Opened(row.Story);
            reason = "the first to carry it";
        }
        else
        {
            Offer(index, article, settings, batch);
        }

        return Matched(article, row.Story, reason, sketch, filed, words, lines);
    }

    private MatchedArticle Correct(Article article, string storyId, Settings settings, BatchInMaking batch)
    {
        var feed = FeedOf(article.FeedId);
        var lines = _sources[feed].Lines;
        var words = ArticleWords.Read(article.Title, article.Text, lines.IsLearned);
        var before = _index.RowOf(article.Id);
        var story = _stories.Get(storyId, article.FirstSeenAt.ToUnixTimeMilliseconds(), article.FirstSeenAt.ToUnixTimeMilliseconds());
        var wasShown = before >= 0 && _stories[story].Shown == before;
        var old = before >= 0 && _index[before].Sketch is { } cells ? new Sketch(cells) : default(Sketch?);
        var row = RowOf(article, feed);
        row.Story = story;
        uint[] moulds = words.Title.Skeleton == 0 ? [] : [words.Title.Skeleton, DayOf(row)];
        var sketch = Sketch.Of(words, old is { } known && !known.Moulds.StartsWith(moulds) ? [.. moulds, .. known.Moulds] : old is { } same ? same.Moulds : moulds);
        MarkCountedAsBefore(sketch, old);
        if (before >= 0)
        {
            _index.Remove(before);
        }

        row.Sketch = sketch.Cells;
        var filed = NearSearch.FiledUnder(new(words, _index.IsRare, _index.WeightInTitles), words, _index, _limits);
        var index = Add(row, filed);
        Note(feed, sketch.Moulds);
        if (wasShown || _stories[story].Shown < 0)
        {
            _stories[story].Shown = index;
            batch.Changed(story, article.ChangedAt);
        }
        else
        {
            Offer(index, article, settings, batch);
        }

        return Matched(article, story, "corrected by its source", sketch, filed, words, lines);
    }

    private int Add(IndexRow row, ReadOnlySpan<uint> filed)
    {
        row.Older = _stories[row.Story].Newest;
        return _stories[row.Story].Newest = _index.Add(row, filed);
    }

    /// <summary>The earliest article with the same page, or with the same text where that is long enough to mean anything.</summary>
    private int FindTwin(IndexRow row, ArticleWords words, Settings settings, out string reason)
    {
        var isSeries = IsSeries(row.Feed, words.Title.Skeleton, settings);
        reason = "the same page";
        var twin = _index.FindExact(row.UrlKey, other => other.UrlKey == row.UrlKey && !(isSeries && IsOtherDay(row, other)));
        if (twin >= 0)
        {
            return twin;
        }

        reason = "the same text, word for word";
        var isTelling = words.Words >= _limits.MinWords;
        return _index.FindExact(
            row.ContentKey,
            other => other.ContentKey == row.ContentKey && !IsSeriesApart(row, words.Title.Skeleton, isSeries, other, settings)
                && (isTelling || ((other.Date - row.Date).Duration() <= (other.Feed == row.Feed ? _limits.MaxApartSameSource : _limits.ShortWithin)
                    && words.Title.Words.Length >= _limits.ShortTitleWords)));
    }

    private bool IsSeries(int feed, uint mould, Settings settings) =>
        settings.IsSeries(_sources[feed].Id) || _series.IsSeries(feed, mould, FirstSeriesDay, _limits.SeriesDays);

    /// <summary>One of the two belongs to a series, and they are of different days.</summary>
    private bool IsSeriesApart(IndexRow row, uint mould, bool isSeries, IndexRow other, Settings settings)
    {
        if (!IsOtherDay(row, other))
        {
            return false;
        }

        var otherMould = other.Sketch is { } cells ? new Sketch(cells).Skeleton : mould;
        return isSeries || IsSeries(other.Feed, otherMould, settings);
    }

    /// <summary>Offers a copy to its story: it is shown if it is better and the story young, or if what was shown broke off.</summary>
    private void Offer(int index, Article article, Settings settings, BatchInMaking batch)
    {
        ref var story = ref _stories[_index[index].Story];
        var shown = story.Shown;
        if (shown < 0)
        {
            story.Shown = index;
            batch.Changed(_index[index].Story, article.ChangedAt);
            return;
        }

        var isYoung = article.FirstSeenAt.ToUnixTimeMilliseconds() <= story.FirstSeenMs + (long)_limits.RepickWithin.TotalMilliseconds;
        if ((isYoung || (_index[shown].IsTruncated && !_index[index].IsTruncated)) && IsBetter(_index[index], _index[shown], settings))
        {
            story.Shown = index;
            batch.Changed(_index[index].Story, article.ChangedAt);
        }
    }

    /// <summary>Complete over truncated, then the source's priority, then longest, then earliest.</summary>
    private bool IsBetter(IndexRow copy, IndexRow shown, Settings settings) =>
        Rank(copy, settings).CompareTo(Rank(shown, settings)) > 0;

    private (bool IsWhole, int Priority, int Length, long Earliness, long First) Rank(IndexRow row, Settings settings) =>
        (!row.IsTruncated, settings.PriorityOf(_sources[row.Feed].Id), row.TextLength, -row.DateSeconds, -row.ArticleId);

    /// <summary>A shingle counts once a story: marks those the article it joined by does not have.</summary>
    private void MarkCounted(Sketch sketch, ArticleWords words, int twin)
    {
        var isShared = new bool[words.Shingles.Length];
        if (twin >= 0 && _index[twin].Sketch is { } cells)
        {
            foreach (var hash in new Sketch(cells).Hashes)
            {
                if (words.PlaceOf(hash & Sketch.HashMask) is var place and >= 0)
                {
                    isShared[place] = true;
                }
            }
        }

        foreach (ref var hash in sketch.Hashes)
        {
            hash |= isShared[words.PlaceOf(hash)] ? 0 : Sketch.Counted;
        }
    }

    private static void MarkCountedAsBefore(Sketch sketch, Sketch? old)
    {
        var shared = new HashSet<uint>();
        foreach (var hash in old is { } known ? known.Hashes : [])
        {
            if ((hash & Sketch.Counted) == 0)
            {
                shared.Add(hash);
            }
        }

        foreach (ref var hash in sketch.Hashes)
        {
            hash |= shared.Contains(hash) ? 0 : Sketch.Counted;
        }
    }

    private void Learn(int feed, long articleId, ArticleWords words, BatchInMaking batch)
    {
        var lines = _sources[feed].Lines;
        if (lines.Learn(articleId, [.. words.Lines.Keys]))
        {
            batch.ChangedLines.Add(feed);
        }

        foreach (var (hash, text) in words.Lines)
        {
            if (lines.IsLearned(hash))
            {
                lines.Name(hash, text);
            }
        }
    }

    private MatchedArticle Matched(
        Article article, int story, string reason, Sketch sketch, uint[] filed, ArticleWords words, SourceLines lines)
    {
        var learned = words.Lines.Keys.Select(lines.NameOf).OfType<string>().ToArray();
        var record = new SketchRecord(sketch, filed, lines.Of(article.Id), learned);
        return new(article.Id, _stories.IdOf(story), reason, record.ToBytes());
    }

    private void Note(int feed, ReadOnlySpan<uint> moulds)
    {
        for (var index = 0; index + 1 < moulds.Length; index += 2)
        {
            _series.Note(feed, moulds[index], (int)moulds[index + 1]);
        }
    }

    private int FeedOf(string id)
    {
        ref var feed = ref CollectionsMarshal.GetValueRefOrAddDefault(_feeds, id, out var isKnown);
        if (!isKnown)
        {
            feed = _sources.Count;
            _sources.Add((id, new()));
        }

        return feed;
    }

    private static IndexRow RowOf(Article article, int feed) =>
        new()
        {
            ArticleId = article.Id,
            UrlKey = KeyOf(article.UrlKey),
            ContentKey = KeyOf(article.ContentKey),
            Feed = feed,
            DateSeconds = Seconds(article.Date),
            TextLength = article.Text.Length,
            SeenHour = HourOf(article.FirstSeenAt),
            IsTruncated = article.IsTruncated,
        };

    private static ulong IdentityOf(Article article) =>
        WordHash.Long(article.UrlKey.Length > 0 ? article.UrlKey : string.Create(CultureInfo.InvariantCulture, $"{article.FeedId}\n{article.EntryId}"));

    private static ulong KeyOf(string key) => key.Length == 0 ? 0 : WordHash.Long(key) | 1;

    private static uint Seconds(DateTimeOffset instant) => (uint)Math.Clamp(instant.ToUnixTimeSeconds(), 0, uint.MaxValue);

    private static int HourOf(DateTimeOffset instant) => (int)(instant.ToUnixTimeSeconds() / 3600);

    private static uint DayOf(IndexRow row) => row.DateSeconds / 86400;

    private static bool IsOtherDay(IndexRow one, IndexRow other) => DayOf(one) != DayOf(other);

    private int FirstSeriesDay => (_index.Hour / 24) - _limits.SeriesMemoryDays;
}
