using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class SameStoryTests
{
    [Fact]
    public void Copies_are_explained_by_what_they_share()
    {
        var verdict = SameStory.Explain(
            News.Article(News.BridgeTitle, News.Bridge), News.Article("جسر وادي الزيتون يخفف الازدحام", News.BridgeRetold, "nahar", hours: 3));

        Assert.True(verdict.IsSame);
        Assert.Empty(verdict.Vetoes);
        var containment = verdict.Signals.Single(signal => signal.Name == "containment");
        Assert.InRange(containment.Value, 0.6, 0.95);
        var odds = verdict.Signals.Single(signal => signal.Name == "log odds");
        Assert.True(odds.Value >= odds.Threshold);
        Assert.All(verdict.Signals.Where(signal => signal.Share is not null), signal => Assert.False(string.IsNullOrEmpty(signal.Arabic)));
        Assert.Equal(3, verdict.Signals.Single(signal => signal.Name == "hours apart").Value);
    }

    [Fact]
    public void A_veto_is_named()
    {
        var verdict = SameStory.Explain(
            News.Article("وصول طائرة الإغاثة الرابعة إلى مطار الساحل", News.Flight("الرابعة", 10, 350)),
            News.Article("وصول طائرة الإغاثة الخامسة إلى مطار الساحل", News.Flight("الخامسة", 12, 600), "nahar", hours: 20));

        Assert.False(verdict.IsSame);
        Assert.Equal("the titles are the same but for their numbers or dates", Assert.Single(verdict.Vetoes));
        Assert.Equal(verdict.Vetoes[0], verdict.Because);
    }

    [Fact]
    public void Different_news_have_nothing_to_veto()
    {
        var verdict = SameStory.Explain(News.Article(News.BridgeTitle, News.Bridge), News.Article(News.StrikeTitle, News.Strike, "nahar"));

        Assert.False(verdict.IsSame);
        Assert.Empty(verdict.Vetoes);
        Assert.Equal(StoryRelation.Apart, verdict.Relation);
        Assert.Contains("too little alike", verdict.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_page_needs_no_likeness() =>
        Assert.Equal(
            "the same page",
            SameStory.Explain(News.Article(News.BridgeTitle, News.Bridge, link: "https://x.example/1"), News.Article(News.StrikeTitle, News.Strike, "nahar", link: "https://x.example/1")).Because);

    [Fact]
    public void Which_comes_first_does_not_matter()
    {
        var (a, b) = (News.Article(News.BridgeTitle, News.Bridge), News.Article("افتتاح الجسر", News.BridgeRetold, "nahar"));

        Assert.Equal(SameStory.Explain(a, b).IsSame, SameStory.Explain(b, a).IsSame);
    }

    [Fact]
    public void Lines_that_a_source_repeats_are_left_out_and_counted()
    {
        const string appeal = "تابعوا أخبار شبكتنا عبر نشرتنا البريدية اليومية التي تصلكم صباحا ومساء مع أبرز العناوين والتحليلات والحوارات الخاصة";
        var (a, b) = (News.Article(News.BridgeTitle, "افتتح الجسر.\n" + appeal, "net"), News.Article(News.StrikeTitle, "انتهى الإضراب.\n" + appeal, "net"));

        var verdict = SameStory.Explain(a, b, sourceLines: _ => [FeedHub.Cleaning.ArabicText.MatchingForm(appeal)]);

        Assert.False(verdict.IsSame);
        Assert.Equal(2, verdict.Signals.Single(signal => signal.Name == "source lines").Value);
        Assert.Equal(0, verdict.Signals.Single(signal => signal.Name == "containment").Value);
    }
}
