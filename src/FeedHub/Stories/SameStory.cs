using System.Collections.Immutable;
using System.Globalization;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>One measured likeness or difference of two articles.</summary>
/// <param name="Name">Stable, lower-case: <c>containment</c>, <c>lead</c>, <c>title</c> …</param>
/// <param name="Threshold">What it was held against; null: shown for information.</param>
/// <param name="Meaning">In words.</param>
public sealed record StorySignal(string Name, double Value, double? Threshold, string Meaning)
{
    /// <summary>What it adds to the log odds (below 0: it speaks against one story); null: it is not weighed.</summary>
    public double? Share { get; init; }

    /// <summary><see cref="Meaning"/> in Arabic; null: it is not weighed.</summary>
    public string? Arabic { get; init; }
}

/// <summary>Whether two articles are one story, and why.</summary>
/// <param name="Because">One sentence.</param>
/// <param name="Vetoes">What kept them apart though the texts are alike; empty where nothing did.</param>
public sealed record StoryVerdict(StoryRelation Relation, string Because, ImmutableArray<StorySignal> Signals, ImmutableArray<string> Vetoes)
{
    public bool IsSame => Relation == StoryRelation.Same;
}

/// <summary>The verdict on two articles. Pure.</summary>
public static class SameStory
{
    /// <summary>As the matcher would decide if these two were all there is: no frequencies of words are known.</summary>
    /// <param name="sourceLines">Lines (matching form) that a feed, by its id, was seen to repeat: they are left out.</param>
    public static StoryVerdict Explain(
        Article a, Article b, FeedSource? sourceOfA = null, FeedSource? sourceOfB = null, MatchingThresholds? thresholds = null,
        Func<string, IEnumerable<string>>? sourceLines = null)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        var limits = thresholds ?? MatchingThresholds.Default;
        using var wordsOfA = Read(a, sourceLines);
        using var wordsOfB = Read(b, sourceLines);
        using var comparison = new Comparison(wordsOfA, (_, rare) => rare.Fill(true), _ => 1);
        var isSeries = (sourceOfA?.Series == true || sourceOfB?.Series == true) && a.Date.UtcDateTime.Date != b.Date.UtcDateTime.Date;
        var like = comparison.With(Sketch.Of(wordsOfB)) with
        {
            Apart = (a.Date - b.Date).Duration(),
            IsSameSource = a.FeedId == b.FeedId,
            IsOtherDayOfSeries = isSeries,
            IsOtherRecording = a.FeedId == b.FeedId && MediaFile.Mark(a.Enclosures) is var media and > 0 && MediaFile.Mark(b.Enclosures) is var other and > 0 && media != other,
        };
        var signals = Signals(like, LeftOut(a, sourceLines) + LeftOut(b, sourceLines), limits);
        if (!isSeries && Exact(a, b) is { } exact)
        {
            return new(StoryRelation.Same, exact, signals, []);
        }

        if (sourceOfA?.Merge == MergeMode.Exact || sourceOfB?.Merge == MergeMode.Exact)
        {
            return new(StoryRelation.Apart, "one of the sources is merged by exact keys only", signals, ["merge: exact"]);
        }

        var judgement = Judgement.Of(like, limits);
        return new(judgement.Relation, judgement.Because(like, limits), signals, judgement.Veto == Veto.None ? [] : [Vetoes.Say(judgement.Veto, like, limits)]);
    }

    private static ArticleWords Read(Article article, Func<string, IEnumerable<string>>? sourceLines)
    {
        var lines = sourceLines?.Invoke(article.FeedId).Select(line => ShortLines.HashOf(line)).ToHashSet();
        return ArticleWords.Read(article.Title, article.Text, line => lines?.Contains(line) == true);
    }

    private static int LeftOut(Article article, Func<string, IEnumerable<string>>? sourceLines)
    {
        var lines = sourceLines?.Invoke(article.FeedId).ToHashSet(StringComparer.Ordinal) ?? [];
        return article.Text.Split('\n').Count(line => lines.Contains(ArabicText.MatchingForm(line)));
    }

    private static string? Exact(Article a, Article b) =>
        a.FeedId == b.FeedId && a.EntryId == b.EntryId ? "the same entry of one feed"
        : a.UrlKey.Length > 0 && a.UrlKey == b.UrlKey ? EnglishReason.Say(new(MatchCode.SamePage))
        : a.ContentKey == b.ContentKey ? EnglishReason.Say(new(MatchCode.SameText))
        : null;

    private static ImmutableArray<StorySignal> Signals(in Likeness like, int leftOut, MatchingThresholds limits)
    {
        var measured = like;
        var shares = limits.Score.Shares(like);
        return
        [
            .. StoryScore.Signals.Select((signal, index) => new StorySignal(signal.Name, Round(signal.Of(measured)), null, signal.Meaning) { Share = Round(shares[index]), Arabic = signal.Arabic }),
            new("containment", Round(like.Containment), null, Text($"share of the shorter text's three-word sequences that is in the other: {like.Shared} of {like.Rare}")),
            new("figures", Round(like.FigureShare), limits.FigureShare, like.Figures == 0 ? "one of the texts has no figures" : Text($"share of the {like.Figures} figures of one that the other has")),
            new("title numbers", like.TitleNumbersDiffer ? 1 : 0, null, like.TitleNumbersDiffer ? "the titles give different numbers or dates" : "the titles' numbers do not contradict each other"),
            new("hours apart", Round(like.Apart.TotalHours), (like.IsSameSource ? limits.MaxApartSameSource : limits.MaxApart).TotalHours, like.IsSameSource ? "between their dates; one source" : "between their dates"),
            new("words", like.Words, limits.MinWords, "of the shorter text; below the threshold titles decide"),
            new("log odds", Round(limits.Score.LogOdds(like)), limits.SameFrom, "the sum of all shares: one story from the threshold on"),
            new("source lines", leftOut, null, "lines left out, since their source repeats them in article after article"),
        ];
    }

    private static double Round(double value) => Math.Round(value, 3);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
