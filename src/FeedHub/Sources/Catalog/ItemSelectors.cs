namespace FeedHub.Sources;

/// <summary>CSS selectors of the articles that a page lists, which has no feed. Only <see cref="List"/> must be said: the rest is found in each item.</summary>
/// <param name="List">Each match is one article.</param>
/// <param name="Link">In the item, the link to the article; null: that of its headline.</param>
/// <param name="Title">Null: its heading, else the words of its link.</param>
/// <param name="Summary">Null: its first paragraph.</param>
/// <param name="Date">Null: <c>time</c>, or what else looks like a date.</param>
/// <param name="Image">Null: its first picture.</param>
public sealed record ItemSelectors(string List, string? Link = null, string? Title = null, string? Summary = null, string? Date = null, string? Image = null);
