using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    private const string Callbacks = "https://me.example/websub/";

    private SubscriptionStore Subscriptions => new(Database);

    [Fact]
    public async Task A_feed_with_a_hub_is_due_until_asked_for_and_again_when_its_lease_nears_the_end()
    {
        await DescribeAsync("https://hub.example/", "https://sana.example/feed");
        Assert.Equal(new DueSubscription("sana", "https://hub.example/", "https://sana.example/feed", null), Assert.Single(await DueAsync(Some.Now)));

        var asked = new Subscription("sana", "https://hub.example/", "https://sana.example/feed", Callbacks + "t", "t", "secret", null, 1);
        await Subscriptions.AskedAsync(asked, Some.Now.AddMinutes(5), Cancel);
        Assert.Empty(await DueAsync(Some.Now.AddMinutes(4)));
        Assert.Equal(asked, Assert.Single(await DueAsync(Some.Now.AddMinutes(5))).Before);

        await Subscriptions.VerifiedAsync("t", Some.Now.AddDays(7), Some.Now.AddDays(6), Cancel);
        Assert.Equal(asked with { Until = Some.Now.AddDays(7), Unanswered = 0 }, await Subscriptions.FindAsync("t", Cancel));
        Assert.Empty(await DueAsync(Some.Now.AddDays(5)));
        Assert.Single(await DueAsync(Some.Now.AddDays(6)));

        await Subscriptions.DeniedAsync("t", Some.Now.AddDays(9), Cancel);
        Assert.Null((await Subscriptions.FindAsync("t", Cancel))!.Until);
        Assert.Empty(await DueAsync(Some.Now.AddDays(8)));
    }

    [Fact]
    public async Task Another_hub_another_name_or_another_address_of_ours_makes_a_subscription_due()
    {
        await DescribeAsync("https://hub.example/", "https://sana.example/feed");
        await Subscriptions.AskedAsync(new Subscription("sana", "https://hub.example/", "https://sana.example/feed", Callbacks + "t", "t", "secret", null, 1), Some.Now.AddDays(1), Cancel);
        Assert.Empty(await DueAsync(Some.Now));

        Assert.Single(await Subscriptions.DueAsync(["sana"], "https://moved.example/websub/", Some.Now, 10, Cancel));
        await DescribeAsync("https://hub.example/", "https://sana.example/new");
        Assert.Single(await DueAsync(Some.Now));
        await DescribeAsync("https://other.example/", "https://sana.example/feed");
        Assert.Single(await DueAsync(Some.Now));
        await DescribeAsync(null, "https://sana.example/feed");
        Assert.Empty(await DueAsync(Some.Now));
    }

    [Fact]
    public async Task A_feed_that_is_not_listed_or_not_wanted_is_never_due()
    {
        await DescribeAsync("https://hub.example/", "https://sana.example/feed");
        Assert.Empty(await Subscriptions.DueAsync(["other"], Callbacks, Some.Now, 10, Cancel));

        await Feeds.SyncAsync([], Some.Now, Cancel);

        Assert.Empty(await DueAsync(Some.Now));
        Assert.Null(await Subscriptions.FindAsync("t", Cancel));
    }

    private async Task DescribeAsync(string? hub, string topic)
    {
        await Feeds.SyncAsync([Some.Source()], Some.Now, Cancel);
        var description = new FeedDescription("rss-2.0", null, null, null, null, hub, topic);
        await Feeds.CommitPollAsync(new PollCommit(await LeaseOneAsync(), Some.State(), description, []), Some.Now, Cancel);
    }

    private Task<IReadOnlyList<DueSubscription>> DueAsync(DateTimeOffset now) => Subscriptions.DueAsync(["sana"], Callbacks, now, 10, Cancel);
}
