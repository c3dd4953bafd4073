using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class WebAddressTests
{
    [Theory]
    [InlineData("https://me:secret@x.example/a?b=c@d", "https://x.example/a?b=c@d")]
    [InlineData("https://bank.example@evil.example", "https://evil.example")]
    [InlineData("https://x.example/@user", "https://x.example/@user")]
    [InlineData("//x.example/a", "https://x.example/a")]
    [InlineData("javascript:alert(1)", null)]
    [InlineData("data:text/html,x", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("", null)]
    public void A_link_is_of_the_web_and_without_a_name_and_password(string address, string? expected) => Assert.Equal(expected, WebAddress.Absolute(address, null));

    [Theory]
    [InlineData("/a", "https://x.example/a")]
    [InlineData("b", "https://x.example/news/b")]
    [InlineData("?p=1", "https://x.example/news/?p=1")]
    public void A_relative_one_is_resolved(string address, string expected) => Assert.Equal(expected, WebAddress.Absolute(address, "https://x.example/news/"));
}
