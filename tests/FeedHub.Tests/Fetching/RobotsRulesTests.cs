using FeedHub.Fetching;

namespace FeedHub.Tests.Fetching;

public sealed class RobotsRulesTests
{
    [Theory]
    [InlineData("User-agent: *\nDisallow: /private", "/private/a", false)]
    [InlineData("User-agent: *\nDisallow: /private", "/news", true)]
    [InlineData("User-agent: *\nDisallow:", "/news", true)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /\nUser-agent: FeedHub\nDisallow: /x", "/news", true)]
    [InlineData("User-agent: feedhub/2.0\nDisallow: /", "/news", false)]
    [InlineData("User-agent: other\nUser-agent: FeedHub\nDisallow: /n", "/news", false)]
    [InlineData("User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /x", "/news", true)]
    [InlineData("User-agent: FeedHub\nDisallow: /a\nUser-agent: other\nDisallow: /b\nUser-agent: FeedHub\nDisallow: /n", "/news", false)]
    [InlineData("User-agent: *\nDisallow: /*.php$", "/a/index.php", false)]
    [InlineData("User-agent: *\nDisallow: /*.php$", "/a/index.php?id=1", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/axxbyyc/z", false)]
    [InlineData("User-agent: *\nDisallow: /*?print", "/a?print=1", false)]
    [InlineData("User-agent: *\nDisallow: /a$", "/ab", true)]
    [InlineData("User-agent: *\nDisallow: /خبر", "/%D8%AE%D8%A8%D8%B1/1", false)]
    [InlineData("User-agent: *\nDisallow: /%d8%ae", "/خبر", false)]
    [InlineData("User-agent: *\nDisallow: /%7Eme", "/~me/a", false)]
    [InlineData("user-agent : *  # all\r\ndisallow : /n # no\r\n", "/news", false)]
    [InlineData("User-agent: *\nSitemap: https://x.test/s.xml\nCrawl-delay: 9\nDisallow: /n", "/news", false)]
    [InlineData("\uFEFFUser-agent: *\nDisallow: /n", "/news", false)]
    [InlineData("Disallow: /", "/news", true)]
    [InlineData("<html><body>404</body></html>", "/news", true)]
    [InlineData("", "/news", true)]
    public void The_longest_rule_of_the_group_decides(string text, string path, bool isAllowed) =>
        Assert.Equal(isAllowed, RobotsRules.Parse(text, "FeedHub").Allows(new Uri("https://x.test" + path)));

    [Fact]
    public void A_hostile_file_costs_little()
    {
        var stars = string.Concat(Enumerable.Repeat("*a", 1_000));
        var text = "User-agent: *\n" + string.Concat(Enumerable.Repeat($"Disallow: /{stars}b\n", 300));
        var rules = RobotsRules.Parse(text, "FeedHub");

        Assert.True(rules.Allows(new Uri("https://x.test/" + new string('a', 2_000))));
    }
}
