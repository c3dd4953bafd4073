using System.Globalization;

namespace FeedHub.Stories;

/// <summary>What keeps two articles apart, however alike they are.</summary>
internal enum Veto
{
    None,
    OtherDayOfSeries,
    OtherRecording,
    StandingText,
    OtherNumbersInOneMould,
    TooFarApart,
    NextReport,
    OtherNumbers,
    OppositeTitles,
    OtherFigures,
    Form,
}

/// <summary>Which veto there is on two articles, and in words.</summary>
internal static class Vetoes
{
    /// <summary>Whether anything speaks against their being one story, however alike; forms apart.</summary>
    public static Veto On(in Likeness like, MatchingThresholds limits) =>
        like.IsOtherDayOfSeries ? Veto.OtherDayOfSeries
        : like.IsOtherRecording ? Veto.OtherRecording
        : like.IsStandingText(limits) ? Veto.StandingText
        : like.IsSameMould && like.TitleNumbersDiffer ? Veto.OtherNumbersInOneMould
        : OnTime(like, limits) is var time and not Veto.None ? time
        : OnWords(like, limits);

    /// <summary>Not even one affair: forms, series and other recordings.</summary>
    public static bool IsContradicted(in Likeness like, MatchingThresholds limits) =>
        like.IsOtherDayOfSeries || like.IsOtherRecording || like.IsStandingText(limits) || (like.IsSameMould && like.TitleNumbersDiffer) || IsTemplate(like, limits);

    /// <summary>So much in common, and no more, as two fillings of one form have.</summary>
    public static bool IsFormLike(in Likeness like, MatchingThresholds limits) =>
        like.Containment >= limits.TemplateFrom && like.Containment < limits.WordForWord
        && like.Shared < (like.Containment >= limits.Most ? limits.LongTemplateShingles : limits.TemplateShingles);

    /// <summary>Telegrams, statements and notices that differ in the one name they are about.</summary>
    public static bool IsTemplate(in Likeness like, MatchingThresholds limits)
    {
        var isAnotherName = (like.KeysOfEither < limits.AllKeys && like.LengthRatio <= limits.FormLengthRatio)
            || (like.Keys < limits.AllKeys && (like.Title >= limits.TitleForLead || like.Containment >= limits.Most) && like.Title < 1 && like.LengthRatio <= limits.TemplateLengthRatio);
        return IsFormLike(like, limits) && isAnotherName && !(like.Figures >= limits.FiguresAsked && like.AgreesInFigures(limits));
    }

    public static string Say(Veto veto, in Likeness like, MatchingThresholds limits) => veto switch
    {
        Veto.OtherDayOfSeries => "one of them is a post of a series, and they are of different days",
        Veto.OtherRecording => "one source, and each comes with a recording of its own",
        Veto.StandingText => "one source's standing text under titles that it does not speak of",
        Veto.OtherNumbersInOneMould => "the titles are the same but for their numbers or dates",
        Veto.TooFarApart => Invariant($"they are {like.Apart.TotalHours:0} hours apart, more than {limits.MaxApart.TotalHours:0}"),
        Veto.NextReport => Invariant($"one source, {like.Apart.TotalHours:0} hours apart: a new report in the old words"),
        Veto.OtherNumbers => "the titles give different numbers",
        Veto.OppositeTitles => "the titles say the opposite of each other",
        Veto.OtherFigures => Invariant($"of the figures only {like.FigureShare:P0} agree"),
        Veto.Form => "the same words, but each title names what the other text does not: a form filled in",
        _ => "",
    };

    private static Veto OnTime(in Likeness like, MatchingThresholds limits)
    {
        var isRepeated = like.Containment >= limits.NearlyAll && like.Title >= limits.TitleForLead && !like.IsSameSource;
        if (like.Apart > (isRepeated ? limits.Window : limits.MaxApart))
        {
            return Veto.TooFarApart;
        }

        var isReposted = like.Title >= limits.TitleSupport && !like.IsSameMould && like.Apart <= 3 * limits.MaxApartSameSource
            && (IsTextOfOldNames(like, limits) || IsRetoldInFull(like, limits));
        return like.IsSameSource && like.Apart > limits.MaxApartSameSource && like.Containment < limits.NearlyAll && !isReposted ? Veto.NextReport : Veto.None;
    }

    /// <summary>The words are those of the day before, and so is everything that the titles name.</summary>
    private static bool IsTextOfOldNames(in Likeness like, MatchingThresholds limits) =>
        like.Containment >= limits.Most && like.KeyCount >= limits.ManyKeys && like.Keys >= limits.AllKeys;

    /// <summary>The next day's report has other figures: this one begins alike, and its figures are the same.</summary>
    private static bool IsRetoldInFull(in Likeness like, MatchingThresholds limits) =>
        like.Opening >= limits.NearlyAll && like.Figures >= limits.FiguresAsked && like.FigureShare >= limits.FiguresOfOld;

    private static Veto OnWords(in Likeness like, MatchingThresholds limits) =>
        like.TitleNumbersDiffer && like.Containment < limits.TitleNumbersBelow && !(like.Figures >= 4 && like.AgreesInFigures(limits)) ? Veto.OtherNumbers
        : like.TitlesAreOpposed && like.Containment < limits.Most ? Veto.OppositeTitles
        : like.Figures >= limits.FiguresAsked && like.FigureShare < limits.FigureShare && like.Containment < limits.NearlyAll ? Veto.OtherFigures
        : Veto.None;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
