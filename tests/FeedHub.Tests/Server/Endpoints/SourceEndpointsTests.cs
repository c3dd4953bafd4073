using FeedHub.Fetching;
using FeedHub.Server.Endpoints;
using FeedHub.Storage;
using FeedHub.Tests.Storage;

namespace FeedHub.Tests.Server.Endpoints;

public sealed class SourceEndpointsTests
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_feed_that_is_asked_no_more_has_no_next_time(bool isNever, bool hasNext)
    {
        var state = new PollState { IsGone = isNever, NextPollAt = isNever ? PollSchedule.Never : Some.Now };

        var source = SourceHealth.Of(Some.Source(), new FeedHealth("sana", "https://sana.example/feed", null, true, state, null, 0, 0));

        Assert.Equal(hasNext ? Some.Now : null, source.NextPollAt);
    }

    [Fact]
    public void A_password_in_an_address_is_shown_to_nobody() =>
        Assert.Equal("https://sana.example/feed?a=1", SourceHealth.Of(Some.Source(url: "https://me:secret@sana.example/feed?a=1"), null).Url);
}
