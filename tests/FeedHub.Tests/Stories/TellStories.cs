using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Stories;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Stories;

/// <summary>A matcher with the storage it needs: numbers articles, remembers what was committed, and can start again from that.</summary>
internal sealed class TellStories(int keepDays, params FeedSource[] sources)
{
    private readonly List<Article> _articles = [];
    private readonly HashSet<long> _expired = [];
    private readonly Dictionary<long, MatchedArticle> _matched = [];
    private readonly Dictionary<string, StoryChange> _stories = [];
    private StoryMatcher _matcher = new(keepDays);

    public TellStories(params FeedSource[] sources)
        : this(90, sources)
    {
    }

    public StoryMatcher Matcher => _matcher;

    /// <summary>Story ids in the order of emission.</summary>
    public List<string> Emitted { get; } = [];

    public List<MatchBatch> Batches { get; } = [];

    public IReadOnlyDictionary<string, StoryChange> Stories => _stories;

    /// <summary>Everything that was decided, in match order.</summary>
    public IEnumerable<(string Story, MatchReason Reason, string Sketch)> Decisions =>
        _articles.Select(article => _matched[article.Id]).Select(matched => (matched.StoryId, matched.Reason, Convert.ToHexString(matched.Sketch.Span)));

    /// <summary>The story of each article, one batch for all.</summary>
    public string[] Tell(params Article[] articles)
    {
        var pending = new List<PendingArticle>();
        foreach (var article in articles)
        {
            var numbered = article with { Id = article.Id == 0 ? _articles.Count + 1 : article.Id };
            if (article.Id == 0)
            {
                _articles.Add(numbered);
            }
            else
            {
                _articles[(int)article.Id - 1] = numbered;
            }

            pending.Add(numbered.Pending(_matched.GetValueOrDefault(numbered.Id)?.StoryId));
        }

        if (!TryCommit(Match(pending)))
        {
            Restart();
            Assert.True(TryCommit(Match(pending)));
        }

        return [.. pending.Select(one => _matched[one.Article.Id].StoryId)];
    }

    /// <summary>As a new process would go on.</summary>
    public void Restart()
    {
        _matcher = new(keepDays, Batches.LastOrDefault()?.MatchedUntil ?? default);
        foreach (var article in _articles.Where(article => _matched.ContainsKey(article.Id) && !_expired.Contains(article.Id)))
        {
            var matched = _matched[article.Id];
            var story = _stories[matched.StoryId];
            _matcher.Restore(new(
                article.Id, article.FeedId, article.EntryId, matched.StoryId, story.ShownArticleId == article.Id, article.UrlKey, article.ContentKey,
                article.Date, article.FirstSeenAt, article.IsTruncated, article.Text.Length, story.FirstSeenAt, matched.Sketch, story.UpdatedAt));
        }
    }

    /// <summary>As storage forgets: stories whole, once the last of their articles is too old.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var story in _articles.GroupBy(article => _matched[article.Id].StoryId))
        {
            if (story.All(article => article.FirstSeenAt < now.AddDays(-keepDays)))
            {
                _expired.UnionWith(story.Select(article => article.Id));
                _stories.Remove(story.Key);
            }
        }
    }

    /// <summary>Stories of one affair with the newest article's, as it was matched.</summary>
    public IEnumerable<string> Related => Batches[^1].Articles[^1].Related.Select(article => _matched[article].StoryId);

    public bool IsExpired(long article) => _expired.Contains(article);

    public Article Shown(string story) => _articles[(int)_stories[story].ShownArticleId - 1];

    private MatchBatch Match(List<PendingArticle> pending) =>
        _matcher.Match(pending, id => sources.FirstOrDefault(source => source.Id == id), News.Noon);

    /// <summary>False: it names a story that has expired.</summary>
    private bool TryCommit(MatchBatch batch)
    {
        var opened = batch.Stories.Where(story => story.IsNew).Select(story => story.StoryId).ToHashSet();
        if (batch.Articles.Any(article => !opened.Contains(article.StoryId) && !_stories.ContainsKey(article.StoryId)))
        {
            return false;
        }

        Batches.Add(batch);
        foreach (var matched in batch.Articles)
        {
            _matched[matched.ArticleId] = matched;
        }

        foreach (var (from, into) in batch.Merged)
        {
            Assert.True(_stories.ContainsKey(from) && (_stories.ContainsKey(into) || opened.Contains(into)));
            foreach (var article in _matched.Where(article => article.Value.StoryId == from).Select(article => article.Key).ToArray())
            {
                _matched[article] = _matched[article] with { StoryId = into };
            }

            _stories.Remove(from);
        }

        foreach (var story in batch.Stories)
        {
            Assert.Equal(story.IsNew, !_stories.ContainsKey(story.StoryId));
            if (story.IsNew)
            {
                Emitted.Add(story.StoryId);
            }

            _stories[story.StoryId] = story;
        }

        return true;
    }
}
