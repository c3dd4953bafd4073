using FeedHub.Server.Pages;
using FeedHub.Stories;

namespace FeedHub.Tests.Server.Pages;

public sealed class ArabicReasonTests
{
    [Theory]
    [InlineData("the first to carry it", "أول من حمله")]
    [InlineData("61 % of the shorter text is in the other, and they are about the same", "61% من النص الأقصر في النص الآخر، والموضوع واحد")]
    [InlineData("17 % of the text, all over it, and words of the title within 0 hours", "17% من النص مشتركة في أنحائه كلها، وكلمات من العنوان، خلال ساعة")]
    [InlineData("4 words of the titles, and each speaks of all that the other's title names, within 2 hours", "4 كلمات في العنوانين، وكل نص يذكر ما سماه عنوان الآخر، بفارق ساعتين")]
    public void A_stored_reason_is_said_in_Arabic(string stored, string expected) => Assert.Equal(expected, ArabicReason.Of(stored, isEarliest: stored.StartsWith("the first", StringComparison.Ordinal)));

    [Theory]
    [InlineData("the first to carry it", false, "أول ما قُرئ هنا")]
    [InlineData("the same page", true, "أول من حمله؛ الصفحة نفسها")]
    public void The_first_to_carry_a_story_is_who_published_first(string stored, bool isEarliest, string expected) => Assert.Equal(expected, ArabicReason.Of(stored, isEarliest));

    [Fact]
    public void Every_reason_can_be_said_and_read_again()
    {
        foreach (var reason in Enum.GetValues<MatchReason>())
        {
            var said = MatchReasons.Say(reason, 100, 7, 40);
            var read = MatchReasons.Read(said)!.Value;

            Assert.Equal(reason, read.Reason);
            Assert.Equal(said, MatchReasons.Say(read.Reason, read.Numbers.AsSpan()));
            Assert.Matches(@"^[\u0621-\u0652 ،0-9%]+$", ArabicReason.Of(said, isEarliest: false));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("told by the editor")]
    [InlineData("99999999999 % of the shorter text is in the other")]
    public void Another_reason_stays_as_it_is(string stored) => Assert.Null(ArabicReason.Of(stored, isEarliest: false));
}
