using FeedHub.Sources;

namespace FeedHub.Stories;

/// <summary>What feeds.json says about the sources that one decision touches, each looked up once.</summary>
internal sealed class Settings(Func<string, FeedSource?> source, string feedId)
{
    private readonly FeedSource? _own = source(feedId);

    public bool MayMergeNear(string feed) => Of(feed)?.Merge != MergeMode.Exact;

    public bool IsSeries(string feed) => Of(feed)?.Series == true;

    public int PriorityOf(string feed) => Of(feed)?.Priority ?? 0;

    private FeedSource? Of(string feed) => feed == feedId ? _own : source(feed);
}
