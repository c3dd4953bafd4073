using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class MatchReasonTests
{
    public static TheoryData<MatchCode> Codes => [.. Enum.GetValues<MatchCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void What_is_stored_and_what_is_exported_is_read_again(MatchCode code)
    {
        var reason = new MatchReason(code, [.. ((int[])[100, 7, 0])[..MatchReason.NumbersOf(code)]]);

        Assert.Equal(reason, MatchReason.Parse(reason.ToString()));
        Assert.Equal(reason, EnglishReason.Read(EnglishReason.Say(reason)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("told by the editor")]
    [InlineData("alike 97 83")]
    [InlineData("alike 97 83 60 5")]
    [InlineData("alike 97 -1 60")]
    [InlineData("contained 99999999999")]
    public void What_no_release_stored_is_no_reason_that_is_known(string stored) => Assert.Equal(MatchReason.Unknown, MatchReason.Parse(stored));

    [Theory]
    [InlineData("told by the editor")]
    [InlineData("99999999999 % of the shorter text is in the other")]
    public void A_sentence_of_another_hand_is_no_reason_that_is_known(string sentence) => Assert.Equal(MatchReason.Unknown, EnglishReason.Read(sentence));

    [Fact]
    public void It_is_kept_as_a_code_and_its_numbers() => Assert.Equal("alike 97 83 60", new MatchReason(MatchCode.Alike, 97, 83, 60).ToString());
}
