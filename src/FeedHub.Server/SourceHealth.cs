using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What <c>/sources.json</c> says of a source; names are fixed.</summary>
public sealed record SourceHealth(
    string Id, string Url, string Title, IReadOnlyList<string> Tags, string State, DateTimeOffset? LastPollAt, DateTimeOffset? LastSuccessAt,
    DateTimeOffset? NextPollAt, int? LastStatus, string? LastError, int FailuresInARow, long Articles, long Stories, string? MovedTo,
    DateTimeOffset? PushedUntil, FetchFailure? LastFailure, string? Announced)
{
    public static SourceHealth Of(FeedSource source, FeedHealth? health) => new(
        source.Id,
        ShownUrl.TextOf(source.Url),
        TitleOf(source, health?.Description),
        source.Tags,
        StateOf(source, health),
        health?.State.LastPollAt,
        health?.State.LastSuccessAt,
        source.Enabled && health?.State.NextPollAt is { } next && next < PollSchedule.Never ? next : null,
        health?.State.LastStatus,
        health?.State.LastError,
        health?.State.FailuresInARow ?? 0,
        health?.Articles ?? 0,
        health?.Stories ?? 0,
        health?.State.MovedTo is { } moved ? ShownUrl.TextOf(moved) : null,
        health?.State.PushedUntil,
        health?.State.LastFailure,
        StateOf(source, health) is "failing" or "gone" && health?.Announced is { } announced ? ShownUrl.TextOf(announced) : null);

    /// <summary>Its own in feeds.json, else what the feed calls itself, else its host.</summary>
    public static string TitleOf(FeedSource source, FeedDescription? description) => source.Title ?? description?.Title ?? source.Url.Host;

    /// <summary><c>ok</c>, <c>failing</c>, <c>gone</c> or <c>disabled</c>.</summary>
    public static string StateOf(FeedSource source, FeedHealth? health) =>
        !source.Enabled ? "disabled"
        : health?.State.IsGone == true ? "gone"
        : health?.State.FailuresInARow > 0 ? "failing"
        : "ok";
}
