using FeedHub.Storage;

namespace FeedHub.Server.Endpoints;

/// <summary>What a search page is made of; filled in by the container.</summary>
internal sealed record SearchServices(SearchIndex Index, RankedSearches Ranked, NamesOfTheWeek Names);
