namespace FeedHub.Server.Pages;

/// <summary>Where a list goes on; null: nowhere.</summary>
public sealed record PageLinks(string? Newer, string? Older)
{
    public static PageLinks None { get; } = new(null, null);
}
