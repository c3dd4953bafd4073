using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>
/// Gives every article its story. Serial and deterministic: the same articles in the same order give the same stories,
/// whatever the batches, engine or restarts. Its state is a sum over the articles in it, in which nothing else of the past remains: what a
/// correction or the clock takes out is as if it had never been, and <see cref="Restore"/> builds the same again. Not thread-safe.
/// </summary>
public sealed class StoryMatcher
{
    /// <summary>Storage forgets by another clock, once an hour. What is learned from an article is forgotten before that could be.</summary>
    private const int Before = 1;

    /// <summary>
    /// And the article itself after: whoever joins one that storage has forgotten finds out on commit, and one that it has not is not told anew.
    /// </summary>
    private const int After = 3;

    private readonly int _keepDays;
    private readonly MatchingThresholds _limits;
    private readonly RecentIndex _index;
    private readonly StoryTable _stories = new();
    private readonly SeriesMemory _series = new();
    private readonly Dictionary<string, int> _feeds = [];
    private readonly List<(string Id, SourceLines Lines)> _sources = [];
    private readonly NearSearch _near;
    private int _forgotBefore = int.MinValue;

    /// <param name="keepDays">After how many days storage forgets articles.</param>
    /// <param name="matchedUntil">As the last batch told it; nothing: none was stored.</param>
    public StoryMatcher(int keepDays, DateTimeOffset matchedUntil = default, MatchingThresholds? thresholds = null)
    {
        _keepDays = keepDays;
        _limits = thresholds ?? MatchingThresholds.Default;
        _limits = _limits with { Window = TimeSpan.FromHours(Math.Min(_limits.Window.TotalHours, (keepDays * 24) - Before)) };
        _index = new(_limits);
        _near = new(_index, _stories, _limits);
        _index.Advance(HourOf(matchedUntil));
    }

    /// <summary>Articles in the index, and stories; for tests and measurements.</summary>
    internal (int Articles, int Stories) Held => (_index.Rows, _stories.Count);

    /// <summary>Takes a stored article back into the index, in match order, before the first <see cref="Match"/>.</summary>
    public void Restore(IndexedArticle article)
    {
        ArgumentNullException.ThrowIfNull(article);
        var feed = FeedOf(article.FeedId);
        var record = SketchRecord.Read(article.Sketch);
        var story = _stories.Get(article.StoryId, article.StoryFirstSeenAt.ToUnixTimeMilliseconds(), article.StoryUpdatedAt.ToUnixTimeMilliseconds());
        var row = record?.Row ?? new IndexRow
        {
            UrlKey = KeyOf(article.UrlKey),
            ContentKey = KeyOf(article.ContentKey),
            DateSeconds = Seconds(article.Date),
            TextLength = article.TextLength,
            IsTruncated = article.IsTruncated,
        };
        row.ArticleId = article.ArticleId;
        row.Story = story;
        row.Feed = feed;
        row.SeenHour = HourOf(article.FirstSeenAt);
        _index.Advance(row.SeenHour);
        var index = Add(row, record?.Filed);
        if (article.IsShown)
        {
            _stories[story].Shown = index;
        }

        if (record is { Row.Ordinal: > 0 })
        {
            _sources[feed].Lines.Restore(new(row.Ordinal, row.SeenHour, record.Lines, record.Names));
        }
    }

    /// <summary>Every candidate that the search would find for an article now, as measured, before anything is decided; for labels and training.</summary>
    internal IReadOnlyList<(long ArticleId, Likeness Likeness)> Measure(ArticleToMatch article)
    {
        var feed = FeedOf(article.FeedId);
        using var words = Read(article, feed);
        using var comparison = new Comparison(words, _index.MarkRare, _index.WeightOf);
        var row = RowOf(article, feed, words);
        return [.. _near.Measured(comparison, words, row, mayMerge: _ => true, isSeriesApart: _ => false).Select(found => (_index[found.Row].ArticleId, found.Likeness))];
    }

    /// <summary>Decides a batch; the index already holds the decisions when this returns.</summary>
    /// <param name="source">The feed's settings (merge, series, priority); a removed feed gets defaults.</param>
    public MatchBatch Match(IReadOnlyList<PendingArticle> pending, Func<string, FeedSource?> source, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(pending);
        ArgumentNullException.ThrowIfNull(source);
        Compact();
        var batch = new BatchInMaking(_stories, _index);
        foreach (var (article, storyId, turn) in pending)
        {
            var settings = new Settings(source, article.FeedId);
            var matched = storyId is null ? Place(article, settings, batch) : Correct(article, storyId, settings, batch);
            batch.Articles.Add(matched with { Turn = turn });
        }

        return batch.Finish(batch.ChangedLines.ToImmutableDictionary(
            feed => _sources[feed].Id,
            feed => _sources[feed].Lines.Learned.Select(line => new LearnedLine(line.Text, line.Seen)).ToImmutableArray()));
    }

    private MatchedArticle Place(ArticleToMatch article, Settings settings, BatchInMaking batch)
    {
        // (0) The clock is the articles' own.
        var feed = FeedOf(article.FeedId);
        _index.Advance(HourOf(article.FirstSeenAt));
        ForgetOld();

        // (1) Read it, its source's own lines left out.
        using var words = Read(article, feed);
        var row = RowOf(article, feed, words);

        // (2) The same page or the same text, in all the history kept.
        var twin = FindTwin(row, words, settings, out var reason);
        IReadOnlyList<int> ties = [];
        IReadOnlyList<long> related = [];

        // (3) The same news in other words, in the window.
        using var comparison = new Comparison(words, _index.MarkRare, _index.WeightOf);
        if (twin < 0 && settings.MayMergeNear(article.FeedId))
        {
            var isSeries = IsSeries(row, settings);
            (twin, reason, ties, related) = _near.Find(
                comparison,
                words,
                row,
                mayMerge: other => settings.MayMergeNear(_sources[other].Id),
                isSeriesApart: other => IsSeriesApart(row, isSeries, other, settings));
        }

        // (4) Remember it.
        var isNew = twin < 0;
        var through = isNew ? (long?)null : _index[twin].ArticleId;
        row.Story = isNew ? _stories.Open(IdentityOf(article), article.FirstSeenAt.ToUnixTimeMilliseconds()) : _index[twin].Story;
        var sketch = Sketch.Of(words);
        CountedShingles.Mark(sketch, words, twin < 0 ? null : _index[twin].Sketch);
        row.Sketch = sketch.Cells;
        var lines = Told(feed, _sources[feed].Lines.Learn(row.SeenHour, words.Lines), batch);
        row.Ordinal = lines.Ordinal;
        var filed = NearSearch.FiledUnder(comparison, words, _index, _limits);
        var index = Add(row, filed);

        // (5) What its story shows now.
        if (isNew)
        {
            batch.Opened(row.Story);
            reason = new(MatchCode.First);
        }
        else
        {
            // A copy that makes two stories one is shown to nobody: who has read both is not told anew.
            if (ties.Count == 0)
            {
                Offer(index, article, settings, batch);
            }
        }

        foreach (var tied in ties)
        {
            Merge(ref row.Story, tied, batch);
        }

        ForgetIfOld(row.Story);
        _index.Fit();
        return new(article.Id, _stories.IdOf(row.Story), reason, Record(row, filed, lines)) { ThroughId = through, Related = [.. related] };
    }

    /// <summary>Takes the article's former self out and its present one in: nothing else remains of a correction.</summary>
    private MatchedArticle Correct(ArticleToMatch article, string storyId, Settings settings, BatchInMaking batch)
    {
        _index.Advance(HourOf(article.ChangedAt));
        ForgetOld();
        var feed = FeedOf(article.FeedId);
        using var words = Read(article, feed);
        var before = _index.RowOf(article.Id);
        var sketch = Sketch.Of(words);
        CountedShingles.MarkAsBefore(sketch, before < 0 ? null : _index[before].Sketch);
        using var comparison = new Comparison(words, _index.MarkRare, _index.WeightOf);
        var filed = NearSearch.FiledUnder(comparison, words, _index, _limits);
        var reason = new MatchReason(MatchCode.Corrected);
        var row = RowOf(article, feed, words);
        row.Sketch = sketch.Cells;
        if (before < 0)
        {
            // Forgotten here already; storage will forget it within the hour.
            return new(article.Id, storyId, reason, Record(row, filed, new(0, 0, [], [])));
        }

        row.Story = _index[before].Story;
        var lines = Told(feed, _sources[feed].Lines.Correct(_index[before].Ordinal, row.SeenHour, words.Lines), batch);
        row.Ordinal = lines.Ordinal;
        var wasShown = _stories[row.Story].Shown == before;
        Remove(before);
        var index = Add(row, filed);
        if (wasShown)
        {
            _stories[row.Story].Shown = index;
            batch.Changed(row.Story, article.ChangedAt);
        }
        else
        {
            Offer(index, article, settings, batch);
        }

        return new(article.Id, storyId, reason, Record(row, filed, lines));
    }

    private ArticleWords Read(ArticleToMatch article, int feed)
    {
        var lines = _sources[feed].Lines;
        lines.Forget(_index.Hour - (_keepDays * 24) + Before);
        return ArticleWords.Read(article.Title, article.Text, lines.IsLearned);
    }

    private LinesOfArticle Told(int feed, LinesOfArticle lines, BatchInMaking batch)
    {
        if (_sources[feed].Lines.TakeChanged())
        {
            batch.ChangedLines.Add(feed);
        }

        return lines;
    }

    /// <summary>Makes one of two stories: the older stays, with the copy that it shows.</summary>
    /// <param name="story">One of them; afterwards the one that stays.</param>
    private void Merge(ref int story, int other, BatchInMaking batch)
    {
        var (into, from) = (_stories[story].FirstSeenMs, story).CompareTo((_stories[other].FirstSeenMs, other)) < 0 ? (story, other) : (other, story);
        var last = _stories[from].Newest;
        for (var member = last; member >= 0; member = _index[member].Older)
        {
            _index[member].Story = into;
            last = member;
        }

        _index[last].Older = _stories[into].Newest;
        _stories[into].Newest = _stories[from].Newest;
        _stories[into].LastHour = Math.Max(_stories[into].LastHour, _stories[from].LastHour);
        _stories.Remove(from);
        batch.Merged(from, into);
        story = into;
    }

    private int Add(IndexRow row, ReadOnlySpan<uint> filed)
    {
        ref var story = ref _stories[row.Story];
        row.Older = story.Newest;
        story.LastHour = Math.Max(story.LastHour, row.SeenHour);
        story.Newest = _index.Add(row, filed);
        story.Shown = story.Shown < 0 ? story.Newest : story.Shown;
        _series.Note(row.Feed, row.Mould, (int)DayOf(row));
        return story.Newest;
    }

    private void Remove(int row)
    {
        ref var next = ref _stories[_index[row].Story].Newest;
        while (next != row)
        {
            next = ref _index[next].Older;
        }

        next = _index[row].Older;
        Forget(row);
    }

    private void Forget(int row)
    {
        _series.Forget(_index[row].Feed, _index[row].Mould, (int)DayOf(_index[row]));
        _index.Remove(row);
    }

    /// <summary>Lets go, once an hour, of the stories all of whose articles are so old that storage has forgotten them: together, as it does.</summary>
    private void ForgetOld()
    {
        _series.Sweep(FirstSeriesDay);
        if (_forgotBefore == FirstKeptHour)
        {
            return;
        }

        _forgotBefore = FirstKeptHour;
        for (var story = 0; story < _stories.Count; story++)
        {
            ForgetIfOld(story);
        }

        _index.Fit();
    }

    private void ForgetIfOld(int story)
    {
        if (_stories[story].IsGone || _stories[story].LastHour >= FirstKeptHour)
        {
            return;
        }

        for (var row = _stories[story].Newest; row >= 0; row = _index[row].Older)
        {
            Forget(row);
        }

        _stories.Remove(story);
    }

    /// <summary>Between batches only: rows and stories move.</summary>
    private void Compact()
    {
        if (_index.Compact() is { } rows)
        {
            _stories.MoveRows(rows);
        }

        if (_stories.Compact() is { } stories)
        {
            _index.MoveStories(stories);
        }
    }

    /// <summary>The earliest article with the same page, or with the same text where that is long enough to mean anything.</summary>
    private int FindTwin(IndexRow row, ArticleWords words, Settings settings, out MatchReason reason)
    {
        var isSeries = IsSeries(row, settings);
        reason = new(MatchCode.SamePage);
        var twin = _index.FindExact(row.UrlKey, other => other.UrlKey == row.UrlKey && !(isSeries && IsOtherDay(row, other)));
        if (twin >= 0)
        {
            return twin;
        }

        reason = new(MatchCode.SameText);
        var isTelling = words.Words >= _limits.MinWords;
        return _index.FindExact(
            row.ContentKey,
            other => other.ContentKey == row.ContentKey && !IsSeriesApart(row, isSeries, other, settings) && !(other.Feed == row.Feed && row.IsOtherRecording(other))
                && (isTelling || ((other.Date - row.Date).Duration() <= (other.Feed == row.Feed ? _limits.ShortSameSourceWithin : _limits.ShortWithin)
                    && words.Title.Words.Length >= _limits.ShortTitleWords)));
    }

    private bool IsSeries(IndexRow row, Settings settings) =>
        settings.IsSeries(_sources[row.Feed].Id) || _series.IsSeries(row.Feed, row.Mould, FirstSeriesDay, _limits.SeriesDays);

    /// <summary>One of the two belongs to a series, and they are of different days.</summary>
    private bool IsSeriesApart(IndexRow row, bool isSeries, IndexRow other, Settings settings) =>
        IsOtherDay(row, other) && (isSeries || IsSeries(other, settings));

    /// <summary>Offers a copy to its story: it is shown if it is better and the story young, or if what was shown broke off.</summary>
    private void Offer(int index, ArticleToMatch article, Settings settings, BatchInMaking batch)
    {
        ref var story = ref _stories[_index[index].Story];
        var shown = story.Shown;
        var isYoung = article.FirstSeenAt.ToUnixTimeMilliseconds() <= story.FirstSeenMs + (long)_limits.RepickWithin.TotalMilliseconds;
        if ((isYoung || (_index[shown].IsTruncated && !_index[index].IsTruncated)) && IsBetter(_index[index], _index[shown], settings))
        {
            story.Shown = index;
            batch.Changed(_index[index].Story, article.ChangedAt);
        }
    }

    /// <summary>Whole before cut short, news before galleries, then the source's priority, then much longer before shorter, then earliest.</summary>
    private bool IsBetter(IndexRow copy, IndexRow shown, Settings settings) =>
        Rank(copy, shown, settings).CompareTo(Rank(shown, copy, settings)) > 0;

    private (bool IsWhole, bool IsNews, int Priority, bool IsLonger, long Earliness, long First) Rank(IndexRow row, IndexRow other, Settings settings) =>
        (!row.IsTruncated, !row.IsGallery, settings.PriorityOf(_sources[row.Feed].Id), row.TextLength > other.TextLength * _limits.MuchLonger, -row.DateSeconds, -row.ArticleId);

    private static byte[] Record(IndexRow row, uint[] filed, LinesOfArticle lines) =>
        new SketchRecord(row, filed, lines.Lines, lines.Names).ToBytes();

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

    private static IndexRow RowOf(ArticleToMatch article, int feed, ArticleWords words) =>
        new()
        {
            ArticleId = article.Id,
            UrlKey = KeyOf(article.UrlKey),
            ContentKey = KeyOf(article.ContentKey),
            Feed = feed,
            DateSeconds = Seconds(article.Date),
            TextLength = CopyChoice.Length(article.Text),
            SeenHour = HourOf(article.FirstSeenAt),
            Mould = words.Title.Skeleton,
            Media = article.Media,
            IsTruncated = article.IsTruncated,
            IsGallery = CopyChoice.IsGallery(article.Title),
        };

    private static ulong IdentityOf(ArticleToMatch article) =>
        WordHash.Long(article.UrlKey.Length > 0 ? article.UrlKey : string.Create(CultureInfo.InvariantCulture, $"{article.FeedId}\n{article.EntryId}"));

    private static ulong KeyOf(string key) => key.Length == 0 ? 0 : WordHash.Long(key) | 1;

    private static uint Seconds(DateTimeOffset instant) => (uint)Math.Clamp(instant.ToUnixTimeSeconds(), 0, uint.MaxValue);

    private static int HourOf(DateTimeOffset instant) => (int)(instant.ToUnixTimeSeconds() / 3600);

    private static uint DayOf(IndexRow row) => row.DateSeconds / 86400;

    private static bool IsOtherDay(IndexRow one, IndexRow other) => DayOf(one) != DayOf(other);

    private int FirstSeriesDay => (_index.Hour / 24) - Math.Min(_limits.SeriesMemoryDays, _keepDays - 2);

    private int FirstKeptHour => _index.Hour - (_keepDays * 24) - After;
}
