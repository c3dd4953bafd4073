using FeedHub.Sources;

namespace FeedHub.Tests.Sources;

public sealed class ShownUrlTests
{
    [Theory]
    [InlineData("https://me:word@a.example/feed?b=1", "https://a.example/feed?b=1")]
    [InlineData("https://a.example/feed?key=abc&page=2", "https://a.example/feed?key=…&page=2")]
    [InlineData("https://a.example/?API_KEY=abc", "https://a.example/?API_KEY=…")]
    [InlineData("https://a.example/?feed=rss&access%5Ftoken=a%3Db", "https://a.example/?feed=rss&access%5Ftoken=…")]
    [InlineData("https://a.example:8443/?X-Amz-Signature=abc==", "https://a.example:8443/?X-Amz-Signature=…")]
    [InlineData("https://me@a.example/?user=me&pass=abc", "https://a.example/?user=me&pass=…")]
    public void Secrets_of_an_address_are_left_out(string url, string expected) =>
        Assert.Equal(new Uri(expected).AbsoluteUri, ShownUrl.Of(new Uri(url)).AbsoluteUri);

    [Theory]
    [InlineData("https://a.example")]
    [InlineData("https://a.example/token/key?feed=rss2&p=%D8%B3")]
    [InlineData("https://a.example/?key=&token&=x&&")]
    [InlineData("https://a.example/?author=key&keyword=token")]
    [InlineData("file:///srv/feed.xml")]
    public void An_address_without_secrets_stays_as_it_is(string url) =>
        Assert.Equal(new Uri(url).AbsoluteUri, ShownUrl.Of(new Uri(url)).AbsoluteUri);
}
