using System.Text.Json;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>What <c>/sources.json</c> and <c>/sources/{id}.json</c> say of a source. Programs rely on the names: fields are added at the end, none is renamed.</summary>
public sealed record SourceHealth(
    string Id, string Url, string Title, IReadOnlyList<string> Tags, SourceState State, DateTimeOffset? LastPollAt, DateTimeOffset? LastSuccessAt,
    DateTimeOffset? NextPollAt, int? LastStatus, string? LastError, int FailuresInARow, long Articles, long Stories, string? MovedTo,
    DateTimeOffset? PushedUntil, PollFailure? LastFailure, string? Announced)
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
        StateOf(source, health) is SourceState.Failing or SourceState.Gone && health?.Announced is { } announced ? ShownUrl.TextOf(announced) : null);

    /// <summary>Its own in feeds.json, else what the feed calls itself, else its host.</summary>
    public static string TitleOf(FeedSource source, FeedDescription? description) => source.Title ?? description?.Title ?? source.Url.Host;

    public static SourceState StateOf(FeedSource source, FeedHealth? health) =>
        !source.Enabled ? SourceState.Disabled
        : health?.State.IsGone == true ? SourceState.Gone
        : health?.State.FailuresInARow > 0 ? SourceState.Failing
        : SourceState.Ok;
}

/// <summary>How it stands with a source.</summary>
public enum SourceState
{
    Ok,

    /// <summary>Its last poll failed; it is asked again, ever more seldom.</summary>
    Failing,

    /// <summary>Its publisher closed it (410); it is asked no more.</summary>
    Gone,

    /// <summary>feeds.json says not to poll it.</summary>
    Disabled,
}

/// <summary>The words that programs know the states by: in JSON, metrics and style.</summary>
public static class SourceStates
{
    public static string Word(this SourceState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
