using System.Runtime.InteropServices;

namespace FeedHub.Stories;

/// <summary>One story in memory.</summary>
internal struct StoryRow
{
    public ulong Id;

    /// <summary>Row of the copy it shows; -1 before it has one.</summary>
    public int Shown;

    /// <summary>Row of the member indexed last; the others hang on it by <see cref="IndexRow.Older"/>. -1: none.</summary>
    public int Newest;

    /// <summary>The latest <see cref="IndexRow.SeenHour"/> of its members; <see cref="Gone"/>: forgotten with all of them.</summary>
    public int LastHour;

    public long FirstSeenMs;
    public long UpdatedMs;

    public const int Gone = int.MinValue;

    public readonly bool IsGone => LastHour == Gone;
}

/// <summary>Every story that is kept, by its id.</summary>
internal sealed class StoryTable
{
    private const int FewGone = 1000;

    private readonly List<StoryRow> _stories = [];
    private readonly PostingTable _byId = new();
    private readonly List<int> _found = [];
    private int _gone;

    public int Count => _stories.Count;

    public ref StoryRow this[int story] => ref CollectionsMarshal.AsSpan(_stories)[story];

    public string IdOf(int story) => StoryId.Write(_stories[story].Id);

    /// <summary>A new story under an id made from its first article's identity; of two with one identity the later gets the next free id.</summary>
    public int Open(ulong identity, long firstSeenMs)
    {
        var id = WordHash.Stir(identity);
        while (Find(id) >= 0)
        {
            id = WordHash.Stir(id + 1);
        }

        return Add(new() { Id = id, Shown = -1, Newest = -1, FirstSeenMs = firstSeenMs, UpdatedMs = firstSeenMs });
    }

    /// <summary>The story of this id, made known if it is not.</summary>
    public int Get(string text, long firstSeenMs, long updatedMs)
    {
        // An id of another hand (a history brought in) is known by its hash; nothing is ever written under it but what storage gave.
        var id = StoryId.TryRead(text, out var read) ? read : WordHash.Long(text);
        return Find(id) is var known and >= 0
            ? known
            : Add(new() { Id = id, Shown = -1, Newest = -1, FirstSeenMs = firstSeenMs, UpdatedMs = Math.Max(firstSeenMs, updatedMs) });
    }

    public void Remove(int story)
    {
        this[story].LastHour = StoryRow.Gone;
        _gone++;
    }

    /// <summary>As <see cref="RecentIndex.Compact"/>, for stories.</summary>
    public int[]? Compact()
    {
        if (_gone < Math.Max(FewGone, _stories.Count / 2))
        {
            return null;
        }

        var moved = new int[_stories.Count];
        var kept = 0;
        for (var story = 0; story < moved.Length; story++)
        {
            moved[story] = _stories[story].IsGone ? -1 : kept++;
        }

        _stories.RemoveAll(story => story.IsGone);
        _stories.TrimExcess();
        _byId.Move(moved);
        _gone = 0;
        return moved;
    }

    /// <param name="moved">As from <see cref="RecentIndex.Compact"/>.</param>
    public void MoveRows(int[] moved)
    {
        foreach (ref var story in CollectionsMarshal.AsSpan(_stories))
        {
            story.Shown = story.IsGone ? -1 : moved[story.Shown];
            story.Newest = story.IsGone ? -1 : moved[story.Newest];
        }
    }

    private int Find(ulong id)
    {
        _found.Clear();
        _byId.Find((uint)id, _found);
        foreach (var story in _found)
        {
            if (_stories[story].Id == id && !_stories[story].IsGone)
            {
                return story;
            }
        }

        return -1;
    }

    private int Add(StoryRow story)
    {
        _stories.Add(story);
        _byId.Add((uint)story.Id, _stories.Count - 1, known => !_stories[known].IsGone);
        return _stories.Count - 1;
    }
}
