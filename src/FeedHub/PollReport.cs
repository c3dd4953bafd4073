using FeedHub.Fetching;

namespace FeedHub;

/// <summary>What one poll did, for logs, tables and metrics.</summary>
/// <param name="Reason">One plain sentence where the poll failed or was not read to its end; null otherwise.</param>
public sealed record PollReport(
    string FeedId, PollResult Result, int? Status, string? Reason, int Entries, int Added, int Changed, long Bytes, TimeSpan Took, PollStages Stages, PollState State)
{
    /// <summary>Pages that were asked for the text of their articles and did not give it.</summary>
    public IReadOnlyList<RefusedPage> RefusedPages { get; init; } = [];
}

/// <param name="Reason">Half a sentence: "it is no web page".</param>
public sealed record RefusedPage(string Link, string Reason);

/// <summary>Where the time of one poll went.</summary>
/// <param name="Fetch">The wait for the host's turn included.</param>
/// <param name="Read">Parsing and cleaning, pages of excerpts included.</param>
public sealed record PollStages(TimeSpan Fetch, TimeSpan Read, TimeSpan Commit);

/// <summary>How a poll ended.</summary>
public enum PollResult
{
    Polled,
    Unchanged,

    /// <summary>Reading it all would have taken the processor for too long: what was read is stored, the rest comes with the next poll.</summary>
    PartlyRead,
    Failed,
    Gone,

    /// <summary>Nothing was asked: its host's turn, or a place, did not come in time.</summary>
    PutOff,

    /// <summary>Another process took the feed over; nothing was stored.</summary>
    LeaseLost,
}
