namespace FeedHub.Fetching;

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
