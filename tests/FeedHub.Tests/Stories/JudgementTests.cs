using FeedHub.Stories;

namespace FeedHub.Tests.Stories;

public sealed class JudgementTests
{
    /// <summary>A third of the words replaced all over the text, another headline, an hour later.</summary>
    private static readonly Likeness Reworded = new()
    {
        Containment = 0.4,
        Shared = 70,
        Rare = 230,
        Spread = 0.75,
        Words = 240,
        LengthRatio = 1.1,
        Opening = 0.5,
        TitleInOpening = 0.6,
        TitleInOpeningOfEither = 0.8,
        OpeningInText = 0.7,
        Title = 0.3,
        TitleShared = 3,
        TitleContainment = 0.4,
        Keys = 0.9,
        KeysOfEither = 1,
        KeyCount = 4,
        Figures = 4,
        FigureShare = 1,
        Apart = TimeSpan.FromHours(1),
    };

    [Fact]
    public void Words_replaced_all_over_a_text_leave_it_the_same() => Assert.Equal(StoryRelation.Same, Of(Reworded).Relation);

    [Fact]
    public void An_event_told_in_own_words_is_known_by_title_first_sentences_and_names()
    {
        var retold = Reworded with { Containment = 0.02, Shared = 3, Spread = 0 };

        Assert.Equal(StoryRelation.Same, Of(retold with { Opening = 0.6, OpeningInText = 0.8, TitleInOpening = 0.8, TitleInOpeningOfEither = 0.9, Title = 0.4 }).Relation);
        Assert.NotEqual(StoryRelation.Same, Of(retold with { Opening = 0.2, OpeningInText = 0.4, TitleInOpening = 0.3, TitleInOpeningOfEither = 0.5 }).Relation);
    }

    /// <summary>No share of text, however large, stands for lead and title: an outlet appends its last report to the next.</summary>
    [Fact]
    public void A_text_that_quotes_another_whole_is_related_and_not_the_same()
    {
        var appended = Reworded with
        {
            Containment = 1,
            Spread = 0.5,
            Opening = 0.1,
            OpeningInText = 0.35,
            TitleInOpening = 0.15,
            TitleInOpeningOfEither = 0.6,
            Title = 0.05,
            TitleShared = 1,
            Keys = 0.5,
            LengthRatio = 2.5,
        };

        Assert.Equal(StoryRelation.Related, Of(appended).Relation);
    }

    [Fact]
    public void One_source_tells_a_thing_once()
    {
        var followUp = Reworded with { Opening = 0.4, OpeningInText = 0.6, TitleInOpening = 0.4, TitleInOpeningOfEither = 0.7 };

        Assert.Equal(StoryRelation.Same, Of(followUp).Relation);
        Assert.Equal(StoryRelation.Related, Of(followUp with { IsSameSource = true }).Relation);
    }

    [Fact]
    public void Titles_that_say_the_opposite_are_two_stories_unless_the_text_is_one()
    {
        var alike = Reworded with { Containment = 0.7, Shared = 160, TitlesAreOpposed = true };

        Assert.Equal(Veto.OppositeTitles, Of(alike).Veto);
        Assert.Equal(StoryRelation.Same, Of(alike with { TitlesAreOpposed = false }).Relation);
        Assert.Equal(StoryRelation.Same, Of(alike with { Containment = 0.95 }).Relation);
    }

    [Fact]
    public void Days_later_it_is_the_affair_and_not_the_report() =>
        Assert.Equal(StoryRelation.Related, Of(Reworded with { Apart = TimeSpan.FromHours(60) }).Relation);

    private static Judgement Of(Likeness likeness) => Judgement.Of(likeness, MatchingThresholds.Default);
}
