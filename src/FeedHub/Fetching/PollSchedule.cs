namespace FeedHub.Fetching;

/// <summary>What came of a poll, as far as the schedule is concerned.</summary>
/// <param name="ParseError">One plain sentence where a body came that is no feed; null otherwise.</param>
/// <param name="NewEntries">How many entries were new.</param>
public sealed record PollOutcome(FetchResult Fetch, string? ParseError, string? BodyHash, FeedPace Pace, int NewEntries);

/// <summary>When to poll next: the feed's pace, the server's word, back-off, stable jitter. Pure.</summary>
public static class PollSchedule
{
    /// <summary>The state to store after a poll, its next time included.</summary>
    /// <param name="pollEvery">The wanted pace; nothing but the server's word makes it slower while all is well.</param>
    public static PollState Next(string feedId, PollState before, PollOutcome outcome, TimeSpan pollEvery, DateTimeOffset now) =>
        throw new NotImplementedException();

    /// <summary>The validators to send: none where they are older than 8 days or lied.</summary>
    public static Validators ValidatorsToSend(PollState state, DateTimeOffset now) => throw new NotImplementedException();
}
