using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class JudgementTests
{
    /// <summary>A third of the words replaced all over the text, paragraphs changed round, an hour later.</summary>
    private static readonly Likeness Reworded = new()
    {
        Containment = 0.3,
        Shared = 70,
        Rare = 230,
        Spread = 0.75,
        Words = 240,
        LengthRatio = 1.1,
        Title = 0.3,
        TitleShared = 3,
        TitleContainment = 0.4,
        Keys = 1,
        KeysOfEither = 1,
        KeyCount = 2,
        Figures = 4,
        FigureShare = 1,
        Apart = TimeSpan.FromHours(1),
    };

    [Fact]
    public void Words_replaced_all_over_a_text_leave_it_the_same() => Assert.True(IsSame(Reworded));

    [Fact]
    public void A_title_with_few_names_says_little_by_what_the_other_text_lacks()
    {
        Assert.True(IsSame(Reworded with { Keys = 0.35 }));
        Assert.False(IsSame(Reworded with { Keys = 0.35, KeyCount = 4 }));
        Assert.False(IsSame(Reworded with { Keys = 0.35, KeysOfEither = 0.6 }));
        Assert.False(IsSame(Reworded with { Keys = 0.35, FigureShare = 0.25 }));
    }

    [Fact]
    public void Figures_that_agree_stand_for_the_lead_and_for_a_paragraph_more()
    {
        var longer = Reworded with { LengthRatio = 2 };
        var opened = Reworded with { Spread = 0.5, Keys = 0.6 };

        Assert.True(IsSame(longer) && IsSame(opened));
        Assert.False(IsSame(longer with { Figures = 1 }) || IsSame(opened with { Figures = 1 }));
    }

    [Fact]
    public void An_event_told_in_own_words_is_known_by_title_and_names()
    {
        var retold = new Likeness
        {
            Containment = 0.03,
            Shared = 4,
            Rare = 150,
            Words = 160,
            LengthRatio = 1.4,
            Title = 0.45,
            TitleShared = 4,
            TitleContainment = 0.7,
            Keys = 1,
            KeysOfEither = 1,
            KeyCount = 5,
            Apart = TimeSpan.FromHours(2),
        };

        Assert.True(IsSame(retold));
        Assert.False(IsSame(retold with { Keys = 0.8 }));
        Assert.False(IsSame(retold with { Title = 0.3 }));
        Assert.True(IsSame(retold with { Title = 0.3, Containment = 0.15 }));
        Assert.False(IsSame(retold with { Apart = TimeSpan.FromHours(20) }));
        Assert.False(IsSame(retold with { TitleNumbersDiffer = true }));
    }

    [Fact]
    public void Titles_that_say_the_opposite_are_two_stories_unless_the_text_is_one()
    {
        var alike = Reworded with { Containment = 0.7, Shared = 160, TitlesAreOpposed = true };

        Assert.Equal("the titles say the opposite of each other", Judgement.Of(alike, MatchingThresholds.Default).Veto);
        Assert.True(IsSame(alike with { TitlesAreOpposed = false }));
        Assert.True(IsSame(alike with { Containment = 0.95 }));
    }

    private static bool IsSame(Likeness likeness) => Judgement.Of(likeness, MatchingThresholds.Default).IsSame;
}
