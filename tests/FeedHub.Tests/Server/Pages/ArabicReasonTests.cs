using FeedHub.Server.Pages;
using FeedHub.Stories;

namespace FeedHub.Tests.Server.Pages;

public sealed class ArabicReasonTests
{
    [Theory]
    [InlineData("first", "أول ما قُرئ هنا")]
    [InlineData("contained-about 61", "61% من النص الأقصر في النص الآخر، والموضوع واحد")]
    [InlineData("rewritten 17 0", "17% من النص مشتركة في أنحائه كلها، وكلمات من العنوان، خلال ساعة")]
    [InlineData("retold 4 2", "4 كلمات في العنوانين، وكل نص يذكر ما سماه عنوان الآخر، بفارق ساعتين")]
    [InlineData("unknown", "")]
    public void A_stored_reason_is_said_in_Arabic(string stored, string expected) => Assert.Equal(expected, ArabicReason.Of(MatchReason.Parse(stored), isEarliest: false));

    [Theory]
    [InlineData("first", "أول من حمله")]
    [InlineData("same-page", "أول من حمله؛ الصفحة نفسها")]
    [InlineData("unknown", "أول من حمله")]
    public void The_first_to_carry_a_story_is_who_published_first(string stored, string expected) => Assert.Equal(expected, ArabicReason.Of(MatchReason.Parse(stored), isEarliest: true));

    [Fact]
    public void Every_reason_has_a_sentence()
    {
        foreach (var code in Enum.GetValues<MatchCode>().Where(code => code != MatchCode.Unknown))
        {
            var reason = new MatchReason(code, [.. ((int[])[100, 7, 40])[..MatchReason.NumbersOf(code)]]);

            Assert.Matches(@"^[\u0621-\u0652 ،0-9%]+$", ArabicReason.Of(reason, isEarliest: false));
        }
    }
}
