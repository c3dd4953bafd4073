namespace FeedHub.Cleaning;

/// <summary>The key under which one page is known, however its link was written.</summary>
public static class CanonicalUrl
{
    /// <summary>Empty where <paramref name="link"/> is no http(s) address.</summary>
    public static string Key(string? link) => throw new NotImplementedException();
}
