using System.Globalization;

namespace FeedHub.Stories;

/// <summary>The verdict on a <see cref="Likeness"/>, in the order a person would ask.</summary>
internal readonly record struct Judgement(bool IsSame, string Because, string? Veto)
{
    public static Judgement Of(in Likeness like, MatchingThresholds limits)
    {
        var (isAlike, because) = Alike(like, limits);
        if (!isAlike)
        {
            return new(false, because, null);
        }

        var veto = VetoOn(like, limits)
            ?? (IsTemplate(like, limits) ? "the same words, but each title names what the other text does not: a form filled in" : null);
        return veto is null ? new(true, because, null) : new(false, veto, veto);
    }

    /// <summary>Whether anything but the share of text speaks against their being one story.</summary>
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

        if (like.IsSameMould && like.TitleNumbersDiffer)
        {
            return "the titles are the same but for their numbers or dates";
        }

        var isRepeated = like.Containment >= limits.NearlyAll && like.Title >= limits.TitleForLead && !like.IsSameSource;
        if (like.Apart > (isRepeated ? limits.Window : limits.MaxApart))
        {
            return Invariant($"they are {like.Apart.TotalHours:0} hours apart, more than {limits.MaxApart.TotalHours:0}");
        }

        var isReposted = like.Containment >= limits.Most && like.Title >= limits.TitleSupport && like.KeyCount >= limits.ManyKeys && like.Keys >= limits.AllKeys
            && !like.IsSameMould && like.Apart <= 3 * limits.MaxApartSameSource;
        if (like.IsSameSource && like.Apart > limits.MaxApartSameSource && like.Containment < limits.NearlyAll && !isReposted)
        {
            return Invariant($"one source, {like.Apart.TotalHours:0} hours apart: a new report in the old words");
        }

        if (like.TitleNumbersDiffer && like.Containment < limits.TitleNumbersBelow && !(like.Figures >= 4 && like.AgreesInFigures(limits)))
        {
            return "the titles give different numbers";
        }

        if (like.TitlesAreOpposed && like.Containment < limits.Most)
        {
            return "the titles say the opposite of each other";
        }

        if (like.Figures >= limits.FiguresAsked && like.FigureShare < limits.FigureShare && like.Containment < limits.NearlyAll)
        {
            return Invariant($"of the figures only {like.FigureShare:P0} agree");
        }

        return null;
    }

    private static (bool IsAlike, string Because) Alike(in Likeness like, MatchingThresholds limits)
    {
        if (like.Words < limits.MinWords || like.Rare < limits.MinShingles)
        {
            return AlikeInTitle(like, limits);
        }

        if (like.Containment >= limits.NearlyAll && (like.LengthRatio <= limits.UnequalLength || like.Lead >= limits.LeadUnequal || like.Title >= limits.TitleForLead))
        {
            return (true, MatchReasons.Say(MatchReason.Contained, Percent(like)));
        }

        if (like.IsSameSource && like.Containment < limits.SameSource)
        {
            return (false, Invariant($"one source, and only {like.Containment:P0} of the shorter text in common"));
        }

        if (IsRewritten(like, limits))
        {
            return (true, MatchReasons.Say(MatchReason.Rewritten, Percent(like), Hours(like)));
        }

        if (IsRetold(like, limits))
        {
            return (true, MatchReasons.Say(MatchReason.Retold, like.TitleShared, Hours(like)));
        }

        var support = like.Title >= limits.TitleSupport || like.AgreesInFigures(limits) || like.KeyCount >= limits.ManyKeys;
        if (like.Containment < (support && like.Lead >= limits.LeadUnequal ? limits.WithSupport : limits.Half))
        {
            return (false, Invariant($"only {like.Containment:P0} of the shorter text is in the other"));
        }

        if (like.Containment < limits.FormulaBelow && like.Shared < limits.FormulaShingles && !support && like.Title < limits.TitleSupport / 2)
        {
            return (false, "what they share is little more than a formula");
        }

        if (like.Keys < KeysNeeded(like, limits))
        {
            return (false, Invariant($"{like.Containment:P0} of the text in common, but one does not speak of what the other's title is about"));
        }

        var lead = like.LengthRatio > limits.UnequalLength ? limits.LeadUnequal : limits.Lead;
        var isAboutTheSame = like.KeyCount >= limits.ManyKeys && like.Keys >= limits.AllKeys && like.LengthRatio <= limits.UnequalLength;
        return like.Lead < lead && like.Title < limits.TitleForLead && !isAboutTheSame
            ? (false, "they open differently: one quotes or rounds up the other")
            : (true, MatchReasons.Say(MatchReason.ContainedAndAboutTheSame, Percent(like)));
    }

    /// <summary>Telegrams, statements and notices that differ in the one name they are about.</summary>
    private static bool IsTemplate(in Likeness like, MatchingThresholds limits)
    {
        var isFormLike = like.Shared < (like.Containment >= limits.Most ? limits.LongTemplateShingles : limits.TemplateShingles);
        var isAnotherName = like.KeysOfEither < limits.AllKeys
            || (like.Keys < limits.AllKeys && (like.Title >= limits.TitleForLead || like.Containment >= limits.Most) && like.Title < 1 && like.LengthRatio <= limits.TemplateLengthRatio);
        return like.Words >= limits.MinWords && like.Containment < limits.WordForWord && isFormLike && isAnotherName && !(like.Figures >= limits.FiguresAsked && like.AgreesInFigures(limits));
    }

    private static double KeysNeeded(in Likeness like, MatchingThresholds limits) =>
        like.Containment >= limits.Most ? 0
        : like.Shared >= limits.MuchShared && like.Spread >= limits.RewrittenSpread ? limits.KeysOfMuch
        : like.Containment >= limits.Half ? limits.KeysAtHalf
        : like.Shared >= limits.FormulaShingles ? limits.KeysBelowHalf
        : limits.AllKeys;

    private static bool IsRewritten(in Likeness like, MatchingThresholds limits) =>
        !like.IsSameSource && like.Containment >= limits.Rewritten && like.Shared >= limits.RewrittenShingles && like.Spread >= limits.RewrittenSpread
        && (like.Lead >= limits.Lead || like.Spread >= limits.LeadlessSpread || like.Keys >= limits.KeysBelowHalf || like.AgreesInFigures(limits))
        && like.LengthRatio <= (like.AgreesInFigures(limits) ? limits.RewrittenLengthRatioWithFigures : limits.RewrittenLengthRatio)
        && like.Apart <= limits.RewrittenWithin && like.TitleContainment >= limits.RewrittenTitle
        && HasKeysOfRewritten(like, limits) && (like.Figures < 2 || like.FigureShare >= 0.5);

    /// <summary>A title of which the text repeats a word or two says little by what the other lacks, if the other's lacks nothing.</summary>
    private static bool HasKeysOfRewritten(in Likeness like, MatchingThresholds limits) =>
        like.Keys >= (like.Shared >= limits.MuchShared ? limits.KeysOfMuch : limits.KeysAtHalf)
        || (like.KeyCount < limits.ManyKeys && like.KeysOfEither >= limits.AllKeys);

    /// <summary>Written anew by each: hardly a sentence in common, but the headlines say the same, and each text has all that the other's is about.</summary>
    private static bool IsRetold(in Likeness like, MatchingThresholds limits) =>
        !like.IsSameSource && like.Apart <= limits.RewrittenWithin && !like.TitleNumbersDiffer && (like.Figures < 2 || like.FigureShare >= 0.5)
        && (like.Title >= limits.RetoldTitle || (like.Title >= limits.RetoldTitleWithText && like.Containment >= limits.RetoldContainment))
        && ((like.TitleShared >= limits.RetoldTitleWords && like.KeyCount >= limits.RetoldKeys && like.Keys >= limits.AllKeys)
            || (like.TitleShared > limits.RetoldTitleWords && like.Title >= limits.RetoldTitle && like.Containment >= limits.RetoldContainment && like.KeysOfEither >= limits.AllKeys && like.AgreesInFigures(limits)));

    private static (bool IsAlike, string Because) AlikeInTitle(in Likeness like, MatchingThresholds limits)
    {
        if (like.TitleShared < limits.ShortTitleWords || like.Title < limits.ShortTitle || like.TitleContainment < 1 || like.Apart > (like.IsSameSource ? limits.ShortSameSourceWithin : limits.ShortWithin))
        {
            return (false, "short texts with different titles");
        }

        return like.Words >= limits.MinWords && like.Containment < limits.Half && like.Rare >= limits.MinShingles / 2
            ? (false, "like titles over different texts")
            : (true, MatchReasons.Say(MatchReason.ShortTitles));
    }

    private static int Percent(in Likeness like) => (int)Math.Round(like.Containment * 100);

    private static int Hours(in Likeness like) => (int)Math.Round(like.Apart.TotalHours);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
