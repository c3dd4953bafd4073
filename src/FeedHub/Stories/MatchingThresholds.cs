namespace FeedHub.Stories;

/// <summary>
/// Every number the matcher decides by, with its reason. Shares are of three-word sequences (shingles) that few stories have ("rare").
/// Measured on labelled pairs of Arabic news and on a generated farm; `stories eval` and `stories farm` of the benchmarks print the figures.
/// </summary>
public sealed record MatchingThresholds
{
    public static MatchingThresholds Default { get; } = new();

    /// <summary>How long an article can find company. A little more than the time limits, so that dates that lag behind polls fit in.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(72);

    /// <summary>Templates (weather, telegrams, index closings) come back after days, copies within two.</summary>
    public TimeSpan MaxApart { get; init; } = TimeSpan.FromHours(48);

    /// <summary>One source re-posts or updates within hours; the next day it writes a new report in the same words.</summary>
    public TimeSpan MaxApartSameSource { get; init; } = TimeSpan.FromHours(12);

    /// <summary>From this share on two texts are one text: the lead may differ, the same source may take longer.</summary>
    public double NearlyAll { get; init; } = 0.9;

    /// <summary>Half of the shorter text. Unrelated reports that quote the same background stay below, or fail the lead test.</summary>
    public double Half { get; init; } = 0.5;

    /// <summary>From this share on it no longer matters which words the titles picked.</summary>
    public double Most { get; init; } = 0.8;

    /// <summary>Two posts of one source are an update or a re-post from here on; its templates (telegrams, executions) reach 0.70.</summary>
    public double SameSource { get; init; } = 0.75;

    /// <summary>What an article must share with every other article of its source in the story it joins.</summary>
    public double SameSourceInStory { get; init; } = 0.5;

    /// <summary>Telegrams to two presidents share 0.7 of their text, but not the country; of true copies 95 % have this share of keys.</summary>
    public double KeysAtHalf { get; init; } = 0.5;

    /// <summary>Shared rare shingles that no template reaches; bulletins and telegrams have up to 85, statements on executions 130 over days.</summary>
    public int MuchShared { get; init; } = 120;

    /// <summary>With <see cref="MuchShared"/> a witty headline over one of the texts does no harm.</summary>
    public double KeysOfMuch { get; init; } = 0.3;

    /// <summary>Where less than half of the text is shared the titles must be about the same.</summary>
    public double KeysBelowHalf { get; init; } = 0.7;

    /// <summary>With fewer shared shingles a text may be a filled-in form (telegrams 30–85): then not both titles may name what the other text lacks.</summary>
    public int TemplateShingles { get; init; } = 90;

    /// <summary>The same where hardly anything but the names differs (statements on executions share 0.9 and 110); copies edited so lightly keep the names.</summary>
    public int LongTemplateShingles { get; init; } = 150;

    /// <summary>From this share on nothing was filled in otherwise: another name costs three shingles wherever it stands.</summary>
    public double WordForWord { get; init; } = 0.98;

    /// <summary>Two fillings of a form are of one length; then one name is enough to tell them apart, where titles or texts are alike but for it.</summary>
    public double TemplateLengthRatio { get; init; } = 1.1;

    /// <summary>All but one of many.</summary>
    public double AllKeys { get; init; } = 0.95;

    /// <summary>Keys of either article that, if shared, say what both are about.</summary>
    public int ManyKeys { get; init; } = 3;

    /// <summary>Enough where title or figures say the same too.</summary>
    public double WithSupport { get; init; } = 0.4;

    /// <summary>Below this share the evidence must be more than a formula: enough shingles, like titles, or like figures.</summary>
    public double FormulaBelow { get; init; } = 0.62;

    /// <summary>Shared rare shingles that no formula reaches ("the crown prince, deputy prime minister and minister of …" has some 35).</summary>
    public int FormulaShingles { get; init; } = 60;

    /// <summary>Shared title words, of all title words, that count as support.</summary>
    public double TitleSupport { get; init; } = 0.3;

    /// <summary>A sentence here and there was rewritten: a lower share is enough if it is spread over both texts.</summary>
    public double Rewritten { get; init; } = 0.15;

    /// <summary>Eighths of either text that must hold shared shingles for <see cref="Rewritten"/>; quoted background comes in one block.</summary>
    public double RewrittenSpread { get; init; } = 0.4;

    /// <summary>The same where the two open differently and one title speaks of something else: new reports over a common half.</summary>
    public double LeadlessSpread { get; init; } = 0.6;

    /// <summary>Shared rare shingles needed for <see cref="Rewritten"/>.</summary>
    public int RewrittenShingles { get; init; } = 36;

    /// <summary>A rewrite is made at once; a follow-up that re-uses paragraphs comes later.</summary>
    public TimeSpan RewrittenWithin { get; init; } = TimeSpan.FromHours(12);

    /// <summary>A rewrite is about as long as its source; a roundup is not.</summary>
    public double RewrittenLengthRatio { get; init; } = 1.6;

    /// <summary>The same where figures agree: a background paragraph more on one side.</summary>
    public double RewrittenLengthRatioWithFigures { get; init; } = 2.2;

    /// <summary>Shared title words, of the shorter title, for <see cref="Rewritten"/>.</summary>
    public double RewrittenTitle { get; init; } = 0.2;

    /// <summary>
    /// Shared title words, of all title words, that need no shared sentence if each text also speaks of all that the other's title names: "Bahrain
    /// condemns the bombing" and "Egypt condemns the bombing" share 0.7 of their titles, but not the country.
    /// </summary>
    public double RetoldTitle { get; init; } = 0.4;

    /// <summary>The same where some of the text is shared as well.</summary>
    public double RetoldTitleWithText { get; init; } = 0.2;

    /// <summary>Share of text for <see cref="RetoldTitleWithText"/>; a formula or a quotation reaches it, but its article is about something else.</summary>
    public double RetoldContainment { get; init; } = 0.1;

    /// <summary>Words that two titles must share.</summary>
    public int RetoldTitleWords { get; init; } = 3;

    /// <summary>Keys that each must have to be retold; with fewer they may be in the other by chance.</summary>
    public int RetoldKeys { get; init; } = 4;

    /// <summary>Reports of one event open alike: the first 30 words of one in the first 50 of the other.</summary>
    public double Lead { get; init; } = 0.1;

    /// <summary>Where one text is over <see cref="UnequalLength"/> times as long it may be a roundup: the lead must say more.</summary>
    public double LeadUnequal { get; init; } = 0.3;

    public double UnequalLength { get; init; } = 3;

    /// <summary>Titles this alike stand in for the lead.</summary>
    public double TitleForLead { get; init; } = 0.5;

    /// <summary>Figures of the text with fewer of them that the other must have; bulletins of one series share almost none.</summary>
    public double FigureShare { get; init; } = 0.34;

    /// <summary>Figures on either side before they are asked.</summary>
    public int FiguresAsked { get; init; } = 3;

    /// <summary>From this share of common figures on (with four or more of them) they outweigh different numbers in the titles.</summary>
    public double FiguresAgree { get; init; } = 0.8;

    /// <summary>"Fourth relief flight" and "fifth relief flight" share 0.74 of their shingles; above this, numbers in titles may differ.</summary>
    public double TitleNumbersBelow { get; init; } = 0.8;

    /// <summary>Share with the copy a story shows, or on average with its members, for an article to join: no chains.</summary>
    public double WithShown { get; init; } = 0.25;

    /// <summary>Average share with the members looked at where the shown copy shares less than <see cref="WithShown"/>.</summary>
    public double WithMembers { get; init; } = 0.3;

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

    /// <summary>Stories a shingle may be in and still be rare: few where the hub knows few articles, at most <see cref="MaxRare"/>.</summary>
    public int RareLimit(int articles) => Math.Min(MinRare + (articles / 400), MaxRare);

    /// <summary>A small hub knows no frequencies: two or three earlier reports may share background without making it common.</summary>
    public int MinRare { get; init; } = 12;

    /// <summary>Recall falls below 20, precision above 50.</summary>
    public int MaxRare { get; init; } = 24;
}
