using FeedHub.Server.Pages;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server.Endpoints;

/// <summary>One page of a list of stories, newest by date: every list turns its pages by the same cursor, in both directions.</summary>
/// <param name="path">The list's address without cursor.</param>
/// <param name="below">Where the page begins; null: with the newest, or wherever <paramref name="above"/> says.</param>
/// <param name="above">Where the page ends; null: where it is full.</param>
/// <param name="size">How many stories it shows.</param>
internal sealed class PageOfList(string path, StoryCursor? below, StoryCursor? above, int size)
{
    public const string Mistake = "before and after are places in the list, as the links to older and newer pages have them.";

    private const int UsualSize = 50;

    /// <summary>It begins with the newest.</summary>
    public bool IsFirst => below is null && above is null;

    /// <summary>One more than is shown, which tells whether there is another page.</summary>
    public StoryQuery Query => new() { Limit = size + 1, Below = below, Above = above, Order = StoryOrder.Dated };

    /// <summary>Null where an address has no place in it. A bare number is an address of version 0.1: it leads to the newest.</summary>
    public static PageOfList? Read(HttpContext context, string path, int size = UsualSize) =>
        Place(context, "before", out var below) && Place(context, "after", out var above) && (below is null || above is null)
            ? new PageOfList(path, below, above, size)
            : null;

    /// <param name="found">What <see cref="Query"/> found.</param>
    public IEnumerable<Story> Shown(IReadOnlyList<Story> found) => above is null ? found.Take(size) : found.TakeLast(size);

    /// <inheritdoc cref="Shown"/>
    public PageLinks Links(IReadOnlyList<Story> found)
    {
        var isFull = found.Count > size;
        var shown = Shown(found).ToList();

        // Turning back to the first page shows it whole, and as it is now.
        var newer = below is null && above is null ? null
            : shown.Count == 0 || (above is not null && !isFull) ? path
            : Address("after", shown[0]);
        return new(newer, shown.Count > 0 && (above is not null || isFull) ? Address("before", shown[^1]) : null);
    }

    private string Address(string name, Story story) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={StoryCursor.Of(story)}";

    private static bool Place(HttpContext context, string name, out StoryCursor? place)
    {
        place = null;
        if (context.Request.Query[name] is not [{ Length: > 0 } given, ..] || given.All(char.IsAsciiDigit))
        {
            return true;
        }

        var isPlace = StoryCursor.TryParse(given, out var cursor);
        place = cursor;
        return isPlace;
    }
}
