using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class SelectorsTests
{
    [Theory]
    [InlineData("<p>نص</p><aside>خارج</aside>", "aside", "<p>نص</p>")]
    [InlineData("قبل<p>نص</p>", "*", "قبل")]
    [InlineData("<p>نص</p>", "body", "<p>نص</p>")]
    [InlineData("<p>نص</p>", "html", "<p>نص</p>")]
    [InlineData("بلا وسوم", "*", "بلا وسوم")]
    [InlineData("<p>نص</p>", ":::", "<p>نص</p>")]
    public void What_they_match_goes_and_the_rest_stays(string html, string selector, string left) => Assert.Equal(left, Selectors.Remove(html, [selector]));
}
