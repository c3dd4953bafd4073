using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Stories;

/// <summary>Gathers what a batch decided, each story once, however often it changed on the way.</summary>
internal sealed class BatchInMaking(StoryTable stories, RecentIndex index)
{
    private readonly HashSet<int> _opened = [];
    private readonly List<int> _touched = [];
    private readonly List<MergedStory> _merged = [];

    public List<MatchedArticle> Articles { get; } = [];

    public HashSet<int> ChangedLines { get; } = [];

    public void Opened(int story)
    {
        _opened.Add(story);
        _touched.Add(story);
    }

    /// <summary>A reader sees other letters since <paramref name="at"/>.</summary>
    public void Changed(int story, DateTimeOffset at)
    {
        ref var row = ref stories[story];
        row.UpdatedMs = Math.Max(row.UpdatedMs, at.ToUnixTimeMilliseconds());
        if (!_touched.Contains(story))
        {
            _touched.Add(story);
        }
    }

    /// <summary>Two stories became one. Of a story that this batch opened nobody has heard: it leaves no trace.</summary>
    public void Merged(int from, int into)
    {
        _touched.Remove(from);
        var merged = new MergedStory(stories.IdOf(from), stories.IdOf(into));
        for (var article = 0; article < Articles.Count; article++)
        {
            Articles[article] = Articles[article].In(merged);
        }

        for (var story = 0; story < _merged.Count; story++)
        {
            _merged[story] = _merged[story].In(merged);
        }

        if (!_opened.Remove(from))
        {
            _merged.Add(merged);
        }
    }

    /// <summary>New stories by the date of what they show, those that changed after them.</summary>
    public MatchBatch Finish(ImmutableDictionary<string, ImmutableArray<LearnedLine>> learnedLines) =>
        new()
        {
            MatchedUntil = DateTimeOffset.FromUnixTimeSeconds(index.Hour * 3600L),
            Articles = [.. Articles],
            Merged = [.. _merged],
            Stories =
            [
                .. _touched
                    .Select(story => (Story: stories[story], Id: stories.IdOf(story), IsNew: _opened.Contains(story), Shown: index[stories[story].Shown]))
                    .OrderBy(change => !change.IsNew)
                    .ThenBy(change => change.Shown.DateSeconds)
                    .ThenBy(change => change.Shown.ArticleId)
                    .Select(change => new StoryChange(
                        change.Id,
                        change.Shown.ArticleId,
                        change.IsNew,
                        DateTimeOffset.FromUnixTimeMilliseconds(change.Story.FirstSeenMs),
                        DateTimeOffset.FromUnixTimeMilliseconds(change.Story.UpdatedMs))),
            ],
            LearnedLines = learnedLines,
        };
}
