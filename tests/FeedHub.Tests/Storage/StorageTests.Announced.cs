using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

public abstract partial class StorageTests
{
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private AnnouncedFeeds Announced => new(Database);

    [Theory]
    [InlineData(2, PollFailure.NotFound, false, true)]
    [InlineData(9, PollFailure.NoFeed, false, true)]
    [InlineData(1, PollFailure.Gone, true, true)]
    [InlineData(1, PollFailure.NotFound, false, false)]
    [InlineData(9, PollFailure.ServerError, false, false)]
    [InlineData(9, PollFailure.ParkedDomain, false, false)]
    public async Task Only_a_feed_that_fails_for_good_is_lost(int failures, PollFailure failure, bool isGone, bool isLost)
    {
        await FailAsync(failures, failure, isGone);

        Assert.Equal(isLost, await Announced.TakeAsync(Some.Now, Daily, Cancel) is { FeedId: "sana" });
    }

    [Fact]
    public async Task A_lost_feed_is_looked_for_once_a_day_and_what_was_found_stays_until_then()
    {
        await FailAsync(3, PollFailure.NotFound, false);
        var lost = (await Announced.TakeAsync(Some.Now, Daily, Cancel))!;
        await Announced.FoundAsync(lost, new Uri("https://sana.example/new"), Cancel);

        Assert.Null(await Announced.TakeAsync(Some.Now.AddHours(23), Daily, Cancel));
        Assert.Equal(new Uri("https://sana.example/new"), (await Feeds.HealthAsync(Cancel)).Single(feed => feed.FeedId == "sana").Announced);

        Assert.NotNull(await Announced.TakeAsync(Some.Now.AddHours(24), Daily, Cancel));
        Assert.NotNull((await Feeds.HealthAsync(Cancel)).Single(feed => feed.FeedId == "sana").Announced);
        await Announced.FoundAsync(lost, null, Cancel);
        Assert.Null((await Feeds.HealthAsync(Cancel)).Single(feed => feed.FeedId == "sana").Announced);

        // A clock that was set back does not keep anybody from looking.
        Assert.NotNull(await Announced.TakeAsync(Some.Now.AddHours(-5), Daily, Cancel));
    }

    private async Task FailAsync(int failures, PollFailure failure, bool isGone)
    {
        var source = new FeedHub.Sources.FeedSource { Id = "sana", Url = new Uri("https://sana.example/feed") };
        await Feeds.SyncAsync([source], Some.Now, Cancel);
        var leased = Assert.Single(await Feeds.LeaseAsync(Some.Now, TimeSpan.FromMinutes(1), 1, ["sana"], force: true, Cancel));
        var state = leased.State with { FailuresInARow = failures, LastFailure = failure, LastError = "No.", IsGone = isGone };
        Assert.True((await Feeds.CommitPollAsync(new PollCommit(leased, state, null, []), Some.Now, Cancel)).Held);
    }
}
