namespace FeedHub.Stories;

/// <summary>What two articles have in common, measured; the verdict is <see cref="Judgement"/>'s.</summary>
internal readonly record struct Likeness
{
    /// <summary>Shared rare shingles, of those of the article that has fewer.</summary>
    public double Containment { get; init; }

    /// <summary>Shared rare shingles, scaled up from the sample.</summary>
    public int Shared { get; init; }

    /// <summary>Rare shingles of the article that has fewer.</summary>
    public int Rare { get; init; }

    /// <summary>Smaller share, of the two texts, of parts that hold shared shingles.</summary>
    public double Spread { get; init; }

    /// <summary>How many times as long the longer text is.</summary>
    public double LengthRatio { get; init; }

    /// <summary>Words of the shorter text.</summary>
    public int Words { get; init; }

    /// <summary>Shared title words of all title words.</summary>
    public double Title { get; init; }

    /// <summary>Shared title words of the shorter title.</summary>
    public double TitleContainment { get; init; }

    public int TitleShared { get; init; }

    /// <summary>
    /// Of the title words that the text of one repeats (its keys: names, places, what it is about), the share that the other has anywhere, by
    /// weight; the worse way round.
    /// </summary>
    public double Keys { get; init; }

    /// <summary>The same, the better way round: below 1 each title names something that the other article does not.</summary>
    public double KeysOfEither { get; init; }

    /// <summary>Cosine of titles and first sentences, their stems weighed by rarity (TF-IDF).</summary>
    public double Opening { get; init; }

    /// <summary>Share, by weight, of one's title that stands in the other's title or first sentences; the worse way round.</summary>
    public double TitleInOpening { get; init; }

    /// <summary>The same, the better way round.</summary>
    public double TitleInOpeningOfEither { get; init; }

    /// <summary>Share, by weight, of one's title and first sentences that the other has anywhere; the worse way round.</summary>
    public double OpeningInText { get; init; }

    /// <summary>Keys of the article that has fewer.</summary>
    public int KeyCount { get; init; }

    /// <summary>Both titles have numbers, and none in common.</summary>
    public bool TitleNumbersDiffer { get; init; }

    /// <summary>One title says that something rises, opens or arrives, the other that it falls, closes or leaves.</summary>
    public bool TitlesAreOpposed { get; init; }

    /// <summary>The titles differ in nothing but numbers and dates.</summary>
    public bool IsSameMould { get; init; }

    /// <summary>Common figures of the text that has fewer; meaningless where <see cref="Figures"/> is 0.</summary>
    public double FigureShare { get; init; }

    /// <summary>Figures of the text that has fewer.</summary>
    public int Figures { get; init; }

    public TimeSpan Apart { get; init; }

    public bool IsSameSource { get; init; }

    /// <summary>One of them belongs to a series, and they are of different days.</summary>
    public bool IsOtherDayOfSeries { get; init; }

    /// <summary>One source, and each comes with a recording of its own.</summary>
    public bool IsOtherRecording { get; init; }

    /// <summary>Each title has words that the other lacks, and neither text speaks of them: a channel's description, show notes, a notice to subscribers.</summary>
    public bool IsUnderOtherTitles { get; init; }

    /// <summary>The same, but for a word or less than half of them.</summary>
    public bool IsBarelySpokenOf { get; init; }

    /// <summary>One source's text that stands under all its titles.</summary>
    public bool IsStandingText(MatchingThresholds limits) => IsSameSource && (IsUnderOtherTitles || (IsBarelySpokenOf && Title < limits.TitleForLead));

    public bool AgreesInFigures(MatchingThresholds limits) => Figures >= 2 && FigureShare >= limits.FiguresAgree;
}
