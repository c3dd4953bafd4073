using FeedHub.Server.Pages;
using FeedHub.Storage;

namespace FeedHub.Server.Endpoints;

/// <summary>What pages are made of; filled in by the container.</summary>
internal sealed record PageServices(
    StoryStore Stories, ArticleStore Articles, FeedStore Feeds, TopStories Top, RenderedFeeds Rendered, CurrentCatalog Current, HubAddress Address, PageClock Clock);
