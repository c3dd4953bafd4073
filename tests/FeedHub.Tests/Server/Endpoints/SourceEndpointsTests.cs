using FeedHub.Fetching;
using FeedHub.Server;
using FeedHub.Server.Pages;
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
        Assert.Equal("https://sana.example/خبر?a=1&key=…", SourceHealth.Of(Some.Source(url: "https://me:secret@sana.example/خبر?a=1&key=secret"), null).Url);

    [Fact]
    public void Every_kind_of_failure_has_a_sentence_of_its_own()
    {
        var sentences = Enum.GetValues<PollFailure>().Select(ArabicState.Why).ToList();

        Assert.All(sentences, sentence => Assert.Matches(@"^[\u0621-\u0652 ،؛]+\.$", sentence));
        Assert.Equal(sentences.Count, sentences.Distinct().Count());
    }
}
