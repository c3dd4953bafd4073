namespace FeedHub.Server.Pages;

/// <summary>Path base of the request whose page is rendered: what every link of a page to this hub begins with. Empty where the hub has a host of its own.</summary>
public sealed class PageBase
{
    public PathString Path { get; set; }

    public override string ToString() => Path.ToUriComponent();
}
