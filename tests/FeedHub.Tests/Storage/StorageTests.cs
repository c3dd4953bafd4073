using FeedHub.Cleaning;
using FeedHub.Storage;
using FeedHub.Stories;
using Microsoft.Extensions.Time.Testing;

namespace FeedHub.Tests.Storage;

/// <summary>What holds on either engine. Each test has a database of its own.</summary>
public abstract partial class StorageTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    protected FakeTimeProvider Time { get; } = new(Some.Now);

    protected Database Database { get; private set; } = null!;

    private protected FeedStore Feeds { get; private set; } = null!;

    private protected ArticleStore Articles { get; private set; } = null!;

    private protected StoryStore Stories { get; private set; } = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database = await OpenNewAsync();
        await Database.MigrateAsync(Cancel);
        Feeds = new FeedStore(Database);
        Articles = new ArticleStore(Database);
        Stories = new StoryStore(Database);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await DropAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>An empty database that no other test uses.</summary>
    protected abstract Task<Database> OpenNewAsync();

    /// <summary>The same database, as another process opens it.</summary>
    protected abstract Database OpenAgain();

    protected abstract Task DropAsync();

    private async Task<LeasedFeed> LeaseOneAsync(string id = "sana", DateTimeOffset? now = null)
    {
        var leased = await Feeds.LeaseAsync(now ?? Some.Now, Lease, 1, [id], force: true, Cancel);
        return Assert.Single(leased);
    }

    /// <summary>Lists the feed, leases it, and stores the articles as one poll would.</summary>
    private Task<PollStored> PollAsync(DateTimeOffset now, params Article[] articles) => PollAsync(now, [], articles);

    private Task<PollStored> PollAsync(Article[] displaced, params Article[] articles) => PollAsync(Some.Now, displaced, articles);

    private async Task<PollStored> PollAsync(DateTimeOffset now, Article[] displaced, Article[] articles)
    {
        var feed = articles[0].FeedId;
        if ((await Feeds.HealthAsync(Cancel)).All(health => health.FeedId != feed))
        {
            var listed = (await Feeds.HealthAsync(Cancel)).Select(health => Some.Source(health.FeedId));
            await Feeds.SyncAsync([.. listed, Some.Source(feed)], now, Cancel);
        }

        return await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(feed, now), Some.State(now), null, articles) { Displaced = displaced, Entries = articles.Length }, now, Cancel);
    }

    private Task<PollStored> PollAsync(params Article[] articles) => PollAsync(Some.Now, articles);

    private async Task<long> IdOfAsync(string entryId, string feed = "sana") => (await Articles.FindAsync($"{feed}/{entryId}", Cancel))!.Id;

    /// <summary>Gives each pending article the story that <paramref name="storyOf"/> names; the first of a story is shown.</summary>
    private async Task<int> MatchAsync(Func<ArticleToMatch, string>? storyOf = null, DateTimeOffset? now = null)
    {
        await Stories.HoldMatcherAsync("matcher", now ?? Some.Now, Lease, Cancel);
        var pending = await Stories.PendingAsync(1000, Cancel);
        var known = (await Stories.ReadAsync(new StoryQuery { Limit = 100_000 }, Cancel)).Select(story => story.Id).ToHashSet();
        var batch = new MatchBatch
        {
            Articles = [.. pending.Select(one => Some.Match(one.Article.Id, StoryOf(one)))],
            Stories = [.. pending.GroupBy(StoryOf).Where(story => !known.Contains(story.Key)).Select(story => Some.NewStory(story.Key, story.First().Article.Id))],
        };
        await Stories.CommitAsync(batch, "matcher", now ?? Some.Now, Cancel);
        return pending.Count;

        string StoryOf(PendingArticle one) => one.StoryId ?? storyOf?.Invoke(one.Article) ?? $"story-{one.Article.FeedId}-{one.Article.EntryId}";
    }
}
