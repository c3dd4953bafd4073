using System.Text;
using CsCheck;
using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class CanonicalUrlTests
{
    [Theory]
    [InlineData("https://news.test/a/1", "http://news.test/a/1")]
    [InlineData("https://news.test/a/1", "//news.test/a/1")]
    [InlineData("https://news.test/a/1", "HTTPS://NEWS.Test:443/a/1/")]
    [InlineData("http://news.test/a/1", "http://news.test:80/a/1#comments")]
    [InlineData("https://news.test/a/1", "https://user:pw@news.test./a//1")]
    [InlineData("https://sub.news.test/a", "https://www.sub.news.test/a")]
    [InlineData("https://news.test/a", "https://www.news.test/a")]
    [InlineData("https://news.test/a", "https://m.news.test/a")]
    [InlineData("https://news.test/a", "https://mobile.news.test/a")]
    [InlineData("https://news.test/a", "https://amp.news.test/a")]
    [InlineData("https://news.test/a", "https://news.test/a/amp")]
    [InlineData("https://news.test/a", "https://news.test/a/amp/")]
    [InlineData("https://news.test/a", "https://news.test/a/index.php")]
    [InlineData("https://news.test", "https://news.test/Default.aspx")]
    [InlineData("https://news.test/a", "https://news.test/a;jsessionid=0F3A")]
    [InlineData("https://news.test/a", "https://news.test/a?PHPSESSID=1")]
    [InlineData("https://news.test/a?id=5", "https://news.test/a?utm_source=rss&id=5&utm_medium=x&fbclid=Q&gclid=Z")]
    [InlineData("https://news.test/a?a=1&b=2", "https://news.test/a?b=2&a=1")]
    [InlineData("https://news.test/a?a=1&b=2", "https://news.test/a?b=2&amp;a=1")]
    [InlineData("https://news.test/a", "https://news.test/a?")]
    [InlineData("https://news.test/خبر/عاجل", "https://news.test/%D8%AE%D8%A8%D8%B1/%d8%b9%d8%a7%d8%ac%d9%84/")]
    [InlineData("https://news.test/?s=خبر عاجل", "https://news.test/?s=%D8%AE%D8%A8%D8%B1+%D8%B9%D8%A7%D8%AC%D9%84")]
    [InlineData("https://news.test/آخر", "https://news.test/ا\u0653خر")]
    [InlineData("https://news.test/a%2Fb", "https://news.test/a%2fb")]
    [InlineData("https://news.test/%C7%E1", "https://news.test/%c7%e1")]
    [InlineData("https://news.test/a~b", "https://news.test/a%7Eb")]
    [InlineData("https://news.test/a", " https://news.test/a\u200F\n")]
    [InlineData("https://موقع.test/a", "https://xn--4gbrim.test/a")]
    [InlineData("https://news.test/a", "https://news-test.cdn.ampproject.org/c/s/news.test/a")]
    [InlineData("https://news.test/a", "https://www.google.com/amp/s/news.test/a/amp")]
    [InlineData("https://news.test/a?id=1", "https://www.google.com/url?sa=t&url=https%3A%2F%2Fnews.test%2Fa%3Fid%3D1&ved=2")]
    [InlineData("https://news.test/a", "https://l.facebook.com/l.php?u=https%3A%2F%2Fnews.test%2Fa%3Ffbclid%3D1&h=AT")]
    public void One_page_has_one_key(string one, string other)
    {
        Assert.NotEmpty(CanonicalUrl.Key(one));
        Assert.Equal(CanonicalUrl.Key(one), CanonicalUrl.Key(other));
    }

    [Theory]
    [InlineData("https://news.test/a", "https://news.test/A")]
    [InlineData("https://news.test/a?id=1", "https://news.test/a?id=2")]
    [InlineData("https://news.test/a?cid=1", "https://news.test/a?cid=2")]
    [InlineData("https://news.test/a?sid=1", "https://news.test/a?sid=2")]
    [InlineData("https://news.test/a?ref=1", "https://news.test/a?ref=2")]
    [InlineData("https://news.test/a?source=1", "https://news.test/a?source=2")]
    [InlineData("https://news.test/a?uid=1", "https://news.test/a?uid=2")]
    [InlineData("https://news.test/a?eid=1", "https://news.test/a?eid=2")]
    [InlineData("https://news.test/?p=1", "https://news.test/?p=2")]
    [InlineData("https://news.test/a/b", "https://news.test/a%2Fb")]
    [InlineData("https://news.test/a?x=1%262", "https://news.test/a?x=1&2")]
    [InlineData("https://news.test/a", "https://media.news.test/a")]
    [InlineData("https://news.test/a", "https://news.test:8080/a")]
    [InlineData("https://m.test/a", "https://test/a")]
    [InlineData("https://news.test/amplifier", "https://news.test/")]
    [InlineData("https://news.test/index.php/12", "https://news.test/index.php/13")]
    [InlineData("https://news.test/خبر", "https://news.test/حبر")]
    public void Two_pages_have_two_keys(string one, string other) => Assert.NotEqual(CanonicalUrl.Key(one), CanonicalUrl.Key(other));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("12345")]
    [InlineData("/a/b")]
    [InlineData("tag:news.test,2026:1")]
    [InlineData("urn:uuid:0")]
    [InlineData("mailto:a@b.test")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://")]
    public void What_is_no_address_has_no_key(string? link) => Assert.Equal("", CanonicalUrl.Key(link));

    [Fact]
    public void However_a_path_is_encoded_its_key_is_one()
    {
        var segment = Gen.String[Gen.Char["abzAZ09-_.~خبرعاجلéی"], 1, 8].Where(text => text.Trim('.').Length > 0 && text != "amp");
        Gen.Select(segment.Array[1, 4], segment, Gen.Bool).Sample((segments, value, isLower) =>
        {
            var plain = $"https://news.test/{string.Join('/', segments)}?id={value}";
            var encoded = $"https://news.test/{string.Join('/', segments.Select(text => Encode(text, isLower)))}/?id={Encode(value, isLower)}&utm_source=x#top";
            Assert.Equal(CanonicalUrl.Key(plain), CanonicalUrl.Key(encoded));
            Assert.Equal(CanonicalUrl.Key(plain), CanonicalUrl.Key("https://" + CanonicalUrl.Key(plain)));
        });
    }

    [Theory]
    [InlineData("https://a.test/x?utm_source=rss&id=5&fbclid=z", "https://a.test/x?id=5")]
    [InlineData("https://a.test/x?utm_source=rss", "https://a.test/x")]
    [InlineData("https://a.test/x?UTM_Source=rss#part", "https://a.test/x#part")]
    [InlineData("https://a.test/x?b=2&a=%D8%A3&utm_medium=m", "https://a.test/x?b=2&a=%D8%A3")]
    [InlineData("https://a.test/x?b=2&a=1", "https://a.test/x?b=2&a=1")]
    [InlineData("https://a.test/x?", "https://a.test/x?")]
    [InlineData("https://a.test/x#?utm_source=rss", "https://a.test/x#?utm_source=rss")]
    [InlineData("https://a.test/خبر?utm_id=1&q=خبر", "https://a.test/خبر?q=خبر")]
    [InlineData("https://a.test/x?ref=5&source=7", "https://a.test/x?ref=5&source=7")]
    [InlineData("", "")]
    public void What_only_tells_where_a_reader_came_from_goes_and_nothing_else(string link, string expected)
    {
        Assert.Equal(expected, CanonicalUrl.WithoutTracking(link));
        Assert.Equal(CanonicalUrl.Key(link), CanonicalUrl.Key(expected));
    }

    [Fact]
    public void No_link_is_an_error()
    {
        Gen.String[Gen.Char["htps:/.?#%&=;[]@\\ +اً0aF2C\uD83D\uDE00\u200F"], 0, 40].Sample(rest =>
        {
            var key = CanonicalUrl.Key("https://" + rest);
            Assert.Equal(key, CanonicalUrl.Key("http://" + rest));
        });
        Gen.String.Sample(text => Assert.NotNull(CanonicalUrl.Key(text)));
    }

    private static string Encode(string text, bool isLower) =>
        string.Concat(Encoding.UTF8.GetBytes(text).Select(unit => isLower ? $"%{unit:x2}" : $"%{unit:X2}"));
}
