using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>Finds, in the window, the story that an article tells in other words.</summary>
internal sealed class NearSearch(RecentIndex index, StoryTable stories, MatchingThresholds limits)
{
    private const int FiledShingles = 10;
    private const int FiledPairs = 2;

    /// <summary>Two reports of one event that share no sentence share, nearly always, two of the rarest words of title and lead.</summary>
    private const int FiledOpening = 4;

    private const int SoughtOpening = 7;
    private const int MostCandidates = 48;
    private const int MostOfOneStory = 6;
    private const int MostRelated = 3;

    private readonly Dictionary<int, int> _hits = [];

    /// <summary>Hashes an article is found under: the smallest of its rare shingles, so that two texts that share many file some alike.</summary>
    public static uint[] FiledUnder(Comparison comparison, ArticleWords words, RecentIndex index, MatchingThresholds limits)
    {
        var isShort = words.Words < limits.MinWords || comparison.RareCount < limits.MinShingles;
        var pairs = Pairs(words, index);
        return [.. comparison.SmallestRare.Take(FiledShingles), .. isShort ? pairs : pairs.OrderBy(index.CountOf).ThenBy(pair => pair).Take(FiledPairs), .. OpeningPairs(comparison.RarestOfOpening(FiledOpening))];
    }

    /// <summary>
    /// The article it joins its story by (-1: none), and why; and the other stories that it shows to be the same, by their numbers.
    /// </summary>
    public (int Row, MatchReason Reason, IReadOnlyList<int> Ties, IReadOnlyList<long> Related) Find(
        Comparison comparison, ArticleWords words, IndexRow row, Func<int, bool> mayMerge, Func<IndexRow, bool> isSeriesApart)
    {
        var best = new Dictionary<int, StoryCandidate>();
        var measured = Measured(comparison, words, row, mayMerge, isSeriesApart);

        // One text of a source under three titles is a description of the source, whatever words the titles share with it.
        var isStanding = measured.Count(candidate => candidate.Likeness.Containment >= limits.WordForWord && IsRetitled(candidate.Likeness)) >= 2;
        foreach (var (candidate, measure) in measured)
        {
            var like = isStanding && IsRetitled(measure) ? measure with { IsUnderOtherTitles = true } : measure;
            var judgement = Judgement.Of(like, limits);
            var story = index[candidate].Story;
            var known = best.GetValueOrDefault(story) ?? new();
            known.Add(candidate, like, judgement, Vetoes.On(like, limits) != Veto.None, judgement.LogOdds >= limits.TieFrom && !Vetoes.IsFormLike(like, limits));
            best[story] = known;
        }

        var fitting = best
            .Where(story => story.Value.Best >= 0 && FitsShown(story.Key, story.Value))
            .OrderByDescending(story => story.Value.LogOdds)
            .ThenBy(story => index[story.Value.Best].ArticleId)
            .ToArray();
        if (fitting is not [var (joined, match), .. var others])
        {
            return (-1, MatchReason.Unknown, [], Related(best, []));
        }

        var ties = match.MayTie ? others.Where(other => other.Value.MayTie && MayBeOne(joined, other.Key)).Select(other => other.Key).ToArray() : [];
        return (match.Best, match.Reason, ties, Related(best, [joined, .. ties]));

        Likeness Measure(int other) => this.Measure(comparison, row, other, isSeriesApart);

        bool IsRetitled(in Likeness like) => like.IsSameSource && like.Title < limits.TitleForLead;

        // A source tells a story once, or again in nearly the same words: a telegram beside another of its telegrams is another telegram, and so
        // is the next episode under the same notes, whoever else carries them.
        bool HasStrangerOfSameSource(int story)
        {
            for (var member = stories[story].Newest; member >= 0; member = index[member].Older)
            {
                if (index[member].Feed == row.Feed && index[member].Sketch is not null && Measure(member) is var like
                    && (like.Containment < limits.SameSourceInStory || like.IsOtherRecording || like.IsStandingText(limits) || (isStanding && IsRetitled(like))))
                {
                    return true;
                }
            }

            return false;
        }

        bool FitsShown(int story, StoryCandidate candidate)
        {
            if (HasStrangerOfSameSource(story))
            {
                return false;
            }

            var shown = stories[story].Shown;
            return candidate is { IsContradicted: false } && candidate.Mean >= limits.WithMembers && (shown == candidate.Best
                || (index[shown].Sketch is null ? (row.Date - index[shown].Date).Duration() <= limits.MaxApart : Vetoes.On(Measure(shown), limits) == Veto.None));
        }
    }

    /// <summary>The article of each of the best few other stories by which they are of one affair with this one.</summary>
    private IReadOnlyList<long> Related(Dictionary<int, StoryCandidate> found, IReadOnlyList<int> own) =>
        [
            .. found.Where(story => story.Value.RelatedBy >= 0 && !own.Contains(story.Key))
                .OrderByDescending(story => story.Value.RelatedOdds)
                .Select(story => index[story.Value.RelatedBy].ArticleId)
                .Take(MostRelated),
        ];

    /// <summary>No source told both: it would have told one thing twice.</summary>
    private bool MayBeOne(int story, int other)
    {
        var feeds = new HashSet<int>();
        for (var member = stories[story].Newest; member >= 0; member = index[member].Older)
        {
            feeds.Add(index[member].Feed);
        }

        for (var member = stories[other].Newest; member >= 0; member = index[member].Older)
        {
            if (feeds.Contains(index[member].Feed))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The candidates of the window, each measured against the article.</summary>
    public List<(int Row, Likeness Likeness)> Measured(
        Comparison comparison, ArticleWords words, IndexRow row, Func<int, bool> mayMerge, Func<IndexRow, bool> isSeriesApart)
    {
        _hits.Clear();
        index.Find(comparison.SmallestRare, _hits);
        index.Find(CollectionsMarshal.AsSpan(Pairs(words, index)), _hits);
        index.Find(OpeningPairs(comparison.RarestOfOpening(SoughtOpening)), _hits);
        return [.. Candidates(row, mayMerge).Select(candidate => (candidate, Measure(comparison, row, candidate, isSeriesApart)))];
    }

    private Likeness Measure(Comparison comparison, IndexRow row, int other, Func<IndexRow, bool> isSeriesApart) =>
        comparison.With(new(index[other].Sketch!)) with
        {
            Apart = (row.Date - index[other].Date).Duration(),
            IsSameSource = row.Feed == index[other].Feed,
            IsOtherDayOfSeries = isSeriesApart(index[other]),
            IsOtherRecording = row.Feed == index[other].Feed && row.IsOtherRecording(index[other]),
        };

    /// <summary>Those found under most hashes first, a few of each story.</summary>
    private List<int> Candidates(IndexRow row, Func<int, bool> mayMerge)
    {
        var taken = new Dictionary<int, int>();
        return
        [
            .. _hits
                .Where(hit => (row.Date - index[hit.Key].Date).Duration() <= limits.Window)
                .OrderByDescending(hit => hit.Value)
                .ThenBy(hit => index[hit.Key].ArticleId)
                .Select(hit => hit.Key)
                .Where(candidate => mayMerge(index[candidate].Feed) && (taken[index[candidate].Story] = taken.GetValueOrDefault(index[candidate].Story) + 1) <= MostOfOneStory)
                .Take(MostCandidates),
        ];
    }

    private static uint[] OpeningPairs(uint[] stems) =>
        [.. from one in Enumerable.Range(0, stems.Length) from other in Enumerable.Range(one + 1, stems.Length - one - 1) select WordHash.OpeningPair(stems[one], stems[other])];

    private static List<uint> Pairs(ArticleWords words, RecentIndex index)
    {
        var title = words.Title.Words;
        var pairs = new List<uint>(title.Length);
        for (var word = 0; word + 1 < title.Length; word++)
        {
            var pair = WordHash.TitlePair(title[word], title[word + 1]);
            if (index.IsRareInTitles(pair))
            {
                pairs.Add(pair);
            }
        }

        return pairs;
    }

    /// <summary>What was measured against the members of one story.</summary>
    private sealed class StoryCandidate
    {
        private double _sum;
        private int _asked;

        public int Best { get; private set; } = -1;

        public double LogOdds { get; private set; }

        public MatchReason Reason { get; private set; } = MatchReason.Unknown;

        /// <summary>The member that it is most surely of one affair with; -1: none.</summary>
        public int RelatedBy { get; private set; } = -1;

        public double RelatedOdds { get; private set; }

        /// <summary>Something speaks against one of the members: a form filled in anew stays apart through every copy.</summary>
        public bool IsContradicted { get; private set; }

        /// <summary>What it was found by is sure enough to make two stories one.</summary>
        public bool MayTie { get; private set; }

        public double Mean => _sum / _asked;

        public void Add(int row, in Likeness like, in Judgement judgement, bool isContradicted, bool mayTie)
        {
            IsContradicted |= isContradicted;
            _sum += judgement.LogOdds;
            _asked++;
            if (judgement.IsSame && (Best < 0 || judgement.LogOdds > LogOdds))
            {
                (Best, LogOdds, Reason, MayTie) = (row, judgement.LogOdds, judgement.Reason(like), mayTie);
            }

            if (judgement.Relation != StoryRelation.Apart && (RelatedBy < 0 || judgement.LogOdds > RelatedOdds))
            {
                (RelatedBy, RelatedOdds) = (row, judgement.LogOdds);
            }
        }
    }
}
