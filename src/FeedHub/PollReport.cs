using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub;

/// <summary>What one poll did, for logs, tables and metrics.</summary>
/// <param name="Reason">One plain sentence where the poll failed or was not read to its end; null otherwise.</param>
public sealed record PollReport(
    string FeedId, PollResult Result, int? Status, string? Reason, int Entries, int Added, int Changed, long Bytes, TimeSpan Took, PollStages Stages, PollState State)
{
    /// <summary>Where the feed was found, or asked for in vain, without passwords and keys.</summary>
    public string Address { get; init; } = "";

    /// <summary>The kind of failure; null: it did not fail.</summary>
    public PollFailure? Failure { get; init; }

    /// <summary>Pages that were asked for the text of their articles and did not give it.</summary>
    public IReadOnlyList<RefusedPage> RefusedPages { get; init; } = [];

    internal static PollReport Of(string feedId, LoggedPoll poll, PollStages stages, PollState state) =>
        new(feedId, poll.Result, poll.Status, poll.Reason, poll.Entries, poll.Added, poll.Changed, poll.Bytes, poll.Took, stages, state)
        {
            Address = poll.Address,
            Failure = poll.Failure,
        };
}

/// <param name="Reason">Half a sentence: "it is no web page".</param>
public sealed record RefusedPage(string Link, string Reason);

/// <summary>Where the time of one poll went.</summary>
/// <param name="Fetch">The wait for the host's turn included.</param>
/// <param name="Read">Parsing and cleaning, pages of excerpts included.</param>
public sealed record PollStages(TimeSpan Fetch, TimeSpan Read, TimeSpan Commit);
