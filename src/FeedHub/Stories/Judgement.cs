namespace FeedHub.Stories;

/// <summary>How two articles stand to each other.</summary>
public enum StoryRelation
{
    Apart,

    /// <summary>One affair: a follow-up, a reaction, a round-up. Shown together, never merged.</summary>
    Related,
    Same,
}

/// <summary>The verdict on a <see cref="Likeness"/>: the score's, unless something contradicts that no score can weigh.</summary>
/// <param name="LogOdds">Of their being one story, vetoes apart.</param>
/// <param name="IsByTitle">The texts are so short that the titles decided.</param>
internal readonly record struct Judgement(StoryRelation Relation, double LogOdds, Veto Veto, bool IsByTitle = false)
{
    public bool IsSame => Relation == StoryRelation.Same;

    public static Judgement Of(in Likeness like, MatchingThresholds limits)
    {
        var odds = limits.Score.LogOdds(like);
        if (like.Words < limits.MinWords || like.Rare < limits.MinShingles)
        {
            var isAlike = AreTitlesAlike(like, limits) && !IsOverAnotherText(like, limits);
            var against = isAlike ? Vetoes.On(like, limits) : Veto.None;
            return new(isAlike && against == Veto.None ? StoryRelation.Same : StoryRelation.Apart, odds, against, IsByTitle: true);
        }

        if (odds < limits.SameFrom)
        {
            return new(odds >= limits.RelatedFrom && !Vetoes.IsContradicted(like, limits) ? StoryRelation.Related : StoryRelation.Apart, odds, Veto.None);
        }

        var veto = Vetoes.On(like, limits);
        veto = veto == Veto.None && Vetoes.IsTemplate(like, limits) ? Veto.Form : veto;
        return new(
            veto == Veto.None ? StoryRelation.Same : Vetoes.IsContradicted(like, limits) ? StoryRelation.Apart : StoryRelation.Related,
            odds,
            veto);
    }

    /// <summary>Why an article joins the story of the other.</summary>
    public MatchReason Reason(in Likeness like) =>
        IsByTitle ? new(MatchCode.ShortTitles) : new(MatchCode.Alike, Percent(Probability), Percent(like.Opening), Percent(like.Containment));

    /// <summary>One sentence.</summary>
    public string Because(in Likeness like, MatchingThresholds limits) =>
        Veto != Veto.None ? Vetoes.Say(Veto, like, limits)
        : IsSame ? EnglishReason.Say(Reason(like))
        : !IsByTitle ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"too little alike: {Probability:P0}")
        : AreTitlesAlike(like, limits) ? "like titles over different texts"
        : "short texts with different titles";

    private static bool AreTitlesAlike(in Likeness like, MatchingThresholds limits) =>
        like.TitleShared >= limits.ShortTitleWords && like.Title >= limits.ShortTitle && like.TitleContainment >= 1
        && like.Apart <= (like.IsSameSource ? limits.ShortSameSourceWithin : limits.ShortWithin);

    private static bool IsOverAnotherText(in Likeness like, MatchingThresholds limits) =>
        like.Words >= limits.MinWords && like.Containment < 0.5 && like.Rare >= limits.MinShingles / 2;

    private double Probability => 1 / (1 + Math.Exp(-LogOdds));

    private static int Percent(double share) => (int)Math.Round(share * 100);
}
