using System.Globalization;
using FeedHub.Publishing;

namespace FeedHub.Server;

/// <summary>Which page of which feed.</summary>
/// <param name="Path">Below the hub's address, without ending: <c>/feed</c>.</param>
/// <param name="FeedIds">Null: every source.</param>
/// <param name="Search">What is searched for; null: no search.</param>
/// <param name="Limit">Null: the catalog's window.</param>
/// <param name="Before">Null: the newest.</param>
public sealed record FeedPage(
    string Path, string PagePath, string Title, FeedFormat Format, IReadOnlyCollection<string>? FeedIds = null, string? Search = null, int? Limit = null, long? Before = null)
{
    public const int UsualOutlets = 3;

    /// <summary>Only stories that so many sources carry, each dated when it got there; null: any.</summary>
    public int? Outlets { get; init; }

    /// <summary>One entry a day, instead of stories.</summary>
    public bool IsDigest { get; init; }

    /// <summary>Stories may join it behind its newest, and leave it.</summary>
    public bool IsNarrowed => FeedIds is not null || Search is not null || Outlets is not null;

    public string Narrowing => Search is not null ? "q=" + Uri.EscapeDataString(Search)
        : Outlets is not (null or UsualOutlets) ? string.Create(CultureInfo.InvariantCulture, $"sources={Outlets}")
        : "";

    public string Query => string.Join('&', new[]
    {
        Narrowing,
        Limit is null ? null : string.Create(CultureInfo.InvariantCulture, $"limit={Limit}"),
        Before is null ? null : string.Create(CultureInfo.InvariantCulture, $"before={Before}"),
    }.Where(part => !string.IsNullOrEmpty(part))) is { Length: > 0 } query ? "?" + query : "";
}
