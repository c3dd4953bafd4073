namespace FeedHub.Stories;

/// <summary>
/// Every number the matcher decides by, with its reason. Shares are of three-word sequences (shingles) that few stories have ("rare").
/// Measured on labelled pairs of Arabic news and on a generated farm; `stories eval` and `stories farm` of the benchmarks print the figures.
/// </summary>
public sealed record MatchingThresholds
{
    public static MatchingThresholds Default { get; } = new();

    /// <summary>What weighs the signals.</summary>
    public StoryScore Score { get; init; } = StoryScore.Shipped;

    /// <summary>Log odds from which two articles are one story: rather two than one where it is doubtful.</summary>
    public double SameFrom { get; init; } = 0.3;

    /// <summary>Log odds, with each of two stories, from which an article makes them one: readers saw them as two.</summary>
    public double TieFrom { get; init; } = 1.5;

    /// <summary>Log odds from which they are of one affair.</summary>
    public double RelatedFrom { get; init; } = -2;

    /// <summary>Mean log odds, over the members looked at, for an article to join their story: no chains.</summary>
    public double WithMembers { get; init; } = -0.5;

    /// <summary>Share of text from which two articles may be fillings of one form.</summary>
    public double TemplateFrom { get; init; } = 0.45;

    /// <summary>How long an article can find company. A little more than the time limits, so that dates that lag behind polls fit in.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Templates (weather, telegrams, index closings) come back after days, copies within two.</summary>
    public TimeSpan MaxApart { get; init; } = TimeSpan.FromHours(48);

    /// <summary>One source re-posts or updates within hours; the next day it writes a new report in the same words.</summary>
    public TimeSpan MaxApartSameSource { get; init; } = TimeSpan.FromHours(12);

    /// <summary>From this share on two texts are one text: the lead may differ, the same source may take longer.</summary>
    public double NearlyAll { get; init; } = 0.9;

    /// <summary>From this share on it no longer matters which words the titles picked.</summary>
    public double Most { get; init; } = 0.8;

    /// <summary>What an article must share with every other article of its source in the story it joins.</summary>
    public double SameSourceInStory { get; init; } = 0.5;

    /// <summary>With fewer shared shingles a text may be a filled-in form (telegrams 30–85): then not both titles may name what the other text lacks.</summary>
    public int TemplateShingles { get; init; } = 86;

    /// <summary>The same where hardly anything but the names differs (statements on executions share 0.9 and 110); copies edited so lightly keep the names.</summary>
    public int LongTemplateShingles { get; init; } = 150;

    /// <summary>From this share on nothing was filled in otherwise: another name costs three shingles wherever it stands.</summary>
    public double WordForWord { get; init; } = 0.98;

    /// <summary>Two fillings of a form are of one length; then one name is enough to tell them apart, where titles or texts are alike but for it.</summary>
    public double TemplateLengthRatio { get; init; } = 1.1;

    /// <summary>And none is more than twice as long as the other, whatever was filled in.</summary>
    public double FormLengthRatio { get; init; } = 2;

    /// <summary>All but one of many.</summary>
    public double AllKeys { get; init; } = 0.95;

    /// <summary>Keys of either article that, if shared, say what both are about.</summary>
    public int ManyKeys { get; init; } = 3;

    /// <summary>Shared title words, of all title words, that count as support.</summary>
    public double TitleSupport { get; init; } = 0.3;

    /// <summary>Titles this alike stand in for the lead.</summary>
    public double TitleForLead { get; init; } = 0.5;

    /// <summary>Figures of the text with fewer of them that the other must have; bulletins of one series share almost none.</summary>
    public double FigureShare { get; init; } = 0.34;

    /// <summary>Figures on either side before they are asked.</summary>
    public int FiguresAsked { get; init; } = 3;

    /// <summary>From this share of common figures on (with four or more of them) they outweigh different numbers in the titles.</summary>
    public double FiguresAgree { get; init; } = 0.8;

    /// <summary>From this share of common figures on one source's texts of two days are one report.</summary>
    public double FiguresOfOld { get; init; } = 0.7;

    /// <summary>"Fourth relief flight" and "fifth relief flight" share 0.74 of their shingles; above this, numbers in titles may differ.</summary>
    public double TitleNumbersBelow { get; init; } = 0.8;

    /// <summary>Fewer rare shingles than this prove nothing: titles decide.</summary>
    public int MinShingles { get; init; } = 8;

    /// <summary>Shorter texts (headlines, one-line excerpts) are told apart by their titles.</summary>
    public int MinWords { get; init; } = 20;

    /// <summary>Title words in common of all title words, for short texts; and one title's words all in the other's.</summary>
    public double ShortTitle { get; init; } = 0.6;

    /// <summary>Words that two titles must share for short texts.</summary>
    public int ShortTitleWords { get; init; } = 4;

    public TimeSpan ShortWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>One source repeats a flash at once; what it says hours later in the same few words (a bulletin, a cartoon, an edition) is the next one.</summary>
    public TimeSpan ShortSameSourceWithin { get; init; } = TimeSpan.FromHours(1);

    /// <summary>A source that used one title, numbers and dates aside, on this many days has a series.</summary>
    public int SeriesDays { get; init; } = 3;

    /// <summary>Days over which series are learned.</summary>
    public int SeriesMemoryDays { get; init; } = 21;

    /// <summary>For how long after its first sight a story may change the copy it shows for a better one.</summary>
    public TimeSpan RepickWithin { get; init; } = TimeSpan.FromHours(2);

    /// <summary>A copy so many times as long tells more; with less between them the earlier is shown.</summary>
    public double MuchLonger { get; init; } = 1.5;

    /// <summary>Stories a shingle may be in and still be rare: few where the hub knows few articles, at most <see cref="MaxRare"/>.</summary>
    public int RareLimit(int articles) => Math.Min(MinRare + (articles / 400), MaxRare);

    /// <summary>A small hub knows no frequencies: two or three earlier reports may share background without making it common.</summary>
    public int MinRare { get; init; } = 12;

    /// <summary>Recall falls below 20, precision above 50.</summary>
    public int MaxRare { get; init; } = 24;
}
