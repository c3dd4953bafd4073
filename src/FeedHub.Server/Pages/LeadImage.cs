using FeedHub.Cleaning;

namespace FeedHub.Server.Pages;

/// <summary>The picture of a story, as far as a page may show it.</summary>
internal static class LeadImage
{
    /// <summary>Null: there is none that comes encrypted.</summary>
    public static string? Of(Article article) => article.ImageUrl is { } image && IsSecure(image) ? image : null;

    /// <summary>Comes encrypted: a page loads nothing else from elsewhere.</summary>
    public static bool IsSecure(string url) => url.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
