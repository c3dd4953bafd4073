using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

/// <summary>A matcher with the storage it needs: numbers articles, remembers what was committed, and can start again from that.</summary>
internal sealed class TellStories(params FeedSource[] sources)
{
    private readonly List<Article> _articles = [];
    private readonly Dictionary<long, MatchedArticle> _matched = [];
    private readonly Dictionary<string, StoryChange> _stories = [];
    private StoryMatcher _matcher = new();

    /// <summary>Story ids in the order of emission.</summary>
    public List<string> Emitted { get; } = [];

    public List<MatchBatch> Batches { get; } = [];

    public IReadOnlyDictionary<string, StoryChange> Stories => _stories;

    /// <summary>Everything that was decided, in match order.</summary>
    public IEnumerable<(string Story, string Reason, string Sketch)> Decisions =>
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

            pending.Add(new(numbered, _matched.GetValueOrDefault(numbered.Id)?.StoryId));
        }

        Commit(_matcher.Match(pending, id => sources.FirstOrDefault(source => source.Id == id), News.Noon));
        return [.. pending.Select(one => _matched[one.Article.Id].StoryId)];
    }

    /// <summary>As a new process would go on.</summary>
    public void Restart()
    {
        _matcher = new();
        foreach (var article in _articles)
        {
            var matched = _matched[article.Id];
            var story = _stories[matched.StoryId];
            _matcher.Restore(new(
                article.Id, article.FeedId, article.EntryId, matched.StoryId, story.ShownArticleId == article.Id, article.UrlKey, article.ContentKey,
                article.Date, article.FirstSeenAt, article.IsTruncated, article.Text.Length, story.FirstSeenAt, matched.Sketch, story.UpdatedAt));
        }
    }

    public Article Shown(string story) => _articles[(int)_stories[story].ShownArticleId - 1];

    private void Commit(MatchBatch batch)
    {
        Batches.Add(batch);
        foreach (var matched in batch.Articles)
        {
            _matched[matched.ArticleId] = matched;
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
    }
}
