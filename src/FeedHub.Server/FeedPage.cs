using System.Globalization;

namespace FeedHub.Server;

/// <summary>Which page of which feed.</summary>
/// <param name="Path">Below the hub's address, without ending: <c>/feed</c>.</param>
/// <param name="FeedIds">Null: every source.</param>
/// <param name="Search">What is searched for; null: no search.</param>
/// <param name="Limit">Null: the catalog's window.</param>
/// <param name="Before">Null: the newest.</param>
public sealed record FeedPage(
    string Path, string PagePath, string Title, string Format, IReadOnlyCollection<string>? FeedIds = null, string? Search = null, int? Limit = null, long? Before = null)
{
    public string Narrowing => Search is null ? "" : "q=" + Uri.EscapeDataString(Search);

    public string Query => string.Join('&', new[]
    {
        Narrowing,
        Limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"limit={Limit}"),
        Before is null ? null : string.Create(CultureInfo.InvariantCulture, $"before={Before}"),
    }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } query ? "?" + query : "";
}
