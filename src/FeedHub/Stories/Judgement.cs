using System.Globalization;

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
internal readonly record struct Judgement(StoryRelation Relation, double LogOdds, string Because, string? Veto)
{
    public bool IsSame => Relation == StoryRelation.Same;

    public static Judgement Of(in Likeness like, MatchingThresholds limits)
    {
        var odds = limits.Score.LogOdds(like);
        if (like.Words < limits.MinWords || like.Rare < limits.MinShingles)
        {
            var (isAlike, because) = AlikeInTitle(like, limits);
            return isAlike && VetoOn(like, limits) is { } contradicted ? new(StoryRelation.Apart, odds, contradicted, contradicted)
                : new(isAlike ? StoryRelation.Same : StoryRelation.Apart, odds, because, null);
        }

        if (odds < limits.SameFrom)
        {
            var isRelated = odds >= limits.RelatedFrom && !IsContradicted(like, limits);
            return new(isRelated ? StoryRelation.Related : StoryRelation.Apart, odds, Invariant($"too little alike: {Probability(odds):P0}"), null);
        }

        var veto = VetoOn(like, limits)
            ?? (IsTemplate(like, limits) ? "the same words, but each title names what the other text does not: a form filled in" : null);
        return veto is null
            ? new(StoryRelation.Same, odds, MatchReasons.Say(MatchReason.Alike, Percent(Probability(odds)), Percent(like.Opening), Percent(like.Containment)), null)
            : new(IsContradicted(like, limits) ? StoryRelation.Apart : StoryRelation.Related, odds, veto, veto);
    }

    /// <summary>Whether anything speaks against their being one story, however alike.</summary>
    public static string? VetoOn(in Likeness like, MatchingThresholds limits)
    {
        if (like.IsOtherDayOfSeries)
        {
            return "one of them is a post of a series, and they are of different days";
        }

        if (like.IsOtherRecording)
        {
            return "one source, and each comes with a recording of its own";
        }

        if (like.IsStandingText(limits))
        {
            return "one source's standing text under titles that it does not speak of";
        }

        return like.IsSameMould && like.TitleNumbersDiffer ? "the titles are the same but for their numbers or dates"
            : VetoOnTime(like, limits) ?? VetoOnWords(like, limits);
    }

    /// <summary>Not even one affair: forms, series and other recordings.</summary>
    private static bool IsContradicted(in Likeness like, MatchingThresholds limits) =>
        like.IsOtherDayOfSeries || like.IsOtherRecording || like.IsStandingText(limits) || (like.IsSameMould && like.TitleNumbersDiffer) || IsTemplate(like, limits);

    private static string? VetoOnTime(in Likeness like, MatchingThresholds limits)
    {
        var isRepeated = like.Containment >= limits.NearlyAll && like.Title >= limits.TitleForLead && !like.IsSameSource;
        if (like.Apart > (isRepeated ? limits.Window : limits.MaxApart))
        {
            return Invariant($"they are {like.Apart.TotalHours:0} hours apart, more than {limits.MaxApart.TotalHours:0}");
        }

        var isReposted = like.Title >= limits.TitleSupport && !like.IsSameMould && like.Apart <= 3 * limits.MaxApartSameSource
            && (IsTextOfOldNames(like, limits) || IsRetoldInFull(like, limits));
        return like.IsSameSource && like.Apart > limits.MaxApartSameSource && like.Containment < limits.NearlyAll && !isReposted
            ? Invariant($"one source, {like.Apart.TotalHours:0} hours apart: a new report in the old words")
            : null;
    }

    /// <summary>The words are those of the day before, and so is everything that the titles name.</summary>
    private static bool IsTextOfOldNames(in Likeness like, MatchingThresholds limits) =>
        like.Containment >= limits.Most && like.KeyCount >= limits.ManyKeys && like.Keys >= limits.AllKeys;

    /// <summary>The next day's report has other figures: this one begins alike, and its figures are the same.</summary>
    private static bool IsRetoldInFull(in Likeness like, MatchingThresholds limits) =>
        like.Opening >= limits.NearlyAll && like.Figures >= limits.FiguresAsked && like.FigureShare >= limits.FiguresOfOld;

    private static string? VetoOnWords(in Likeness like, MatchingThresholds limits) =>
        like.TitleNumbersDiffer && like.Containment < limits.TitleNumbersBelow && !(like.Figures >= 4 && like.AgreesInFigures(limits)) ? "the titles give different numbers"
        : like.TitlesAreOpposed && like.Containment < limits.Most ? "the titles say the opposite of each other"
        : like.Figures >= limits.FiguresAsked && like.FigureShare < limits.FigureShare && like.Containment < limits.NearlyAll ? Invariant($"of the figures only {like.FigureShare:P0} agree")
        : null;

    /// <summary>So much in common, and no more, as two fillings of one form have.</summary>
    public static bool IsFormLike(in Likeness like, MatchingThresholds limits) =>
        like.Containment >= limits.TemplateFrom && like.Containment < limits.WordForWord
        && like.Shared < (like.Containment >= limits.Most ? limits.LongTemplateShingles : limits.TemplateShingles);

    /// <summary>Telegrams, statements and notices that differ in the one name they are about.</summary>
    private static bool IsTemplate(in Likeness like, MatchingThresholds limits)
    {
        var isAnotherName = (like.KeysOfEither < limits.AllKeys && like.LengthRatio <= limits.FormLengthRatio)
            || (like.Keys < limits.AllKeys && (like.Title >= limits.TitleForLead || like.Containment >= limits.Most) && like.Title < 1 && like.LengthRatio <= limits.TemplateLengthRatio);
        return IsFormLike(like, limits) && isAnotherName && !(like.Figures >= limits.FiguresAsked && like.AgreesInFigures(limits));
    }

    private static (bool IsAlike, string Because) AlikeInTitle(in Likeness like, MatchingThresholds limits)
    {
        if (like.TitleShared < limits.ShortTitleWords || like.Title < limits.ShortTitle || like.TitleContainment < 1 || like.Apart > (like.IsSameSource ? limits.ShortSameSourceWithin : limits.ShortWithin))
        {
            return (false, "short texts with different titles");
        }

        return like.Words >= limits.MinWords && like.Containment < 0.5 && like.Rare >= limits.MinShingles / 2
            ? (false, "like titles over different texts")
            : (true, MatchReasons.Say(MatchReason.ShortTitles));
    }

    private static double Probability(double odds) => 1 / (1 + Math.Exp(-odds));

    private static int Percent(double share) => (int)Math.Round(share * 100);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
