using FeedHub.Fetching;
using FeedHub.Server.Telemetry;
using FeedHub.Sources;

namespace FeedHub.Server.Jobs;

/// <summary>One line and one measurement per poll.</summary>
public sealed partial class PollLog(CurrentCatalog catalog, HubMetrics metrics, ILogger<PollLog> logger)
{
    public void Add(PollReport report)
    {
        metrics.Polled(report);
        var title = catalog.Find(report.FeedId)?.Title ?? report.FeedId;
        foreach (var page in report.RefusedPages)
        {
            var shown = Wording.Shown(page.Link);
            Log.PageRefused(logger, report.FeedId, title, shown, page.Reason);
        }

        switch (report.Result)
        {
            case PollResult.Polled:
                Log.Polled(logger, report.FeedId, title, report.Added, report.Changed, (long)report.Took.TotalMilliseconds, report.Status, report.Address);
                break;
            case PollResult.PartlyRead:
                Log.PartlyRead(logger, report.FeedId, title, report.Added, report.Changed, report.Reason, report.State.NextPollAt);
                break;
            case PollResult.Failed or PollResult.Gone:
                Log.Failed(logger, report.FeedId, title, report.Reason, report.State.NextPollAt, report.Failure, report.Status, report.Address);
                break;
            case PollResult.PutOff:
                Log.PutOff(logger, report.FeedId, title, report.Reason, report.State.NextPollAt);
                break;
            default:
                Log.Other(logger, report.FeedId, title, report.Result, report.Status, report.Address);
                break;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Feed} ({Title}): {Added} new, {Changed} changed, {Milliseconds} ms [{Status} {Address}]")]
        public static partial void Polled(ILogger logger, string feed, string title, int added, int changed, long milliseconds, int? status, string address);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed} ({Title}): partly read, {Added} new, {Changed} changed. {Reason} Next poll {NextPollAt:u}.")]
        public static partial void PartlyRead(ILogger logger, string feed, string title, int added, int changed, string? reason, DateTimeOffset nextPollAt);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Feed} ({Title}): no full text from {Page}: {Reason}.")]
        public static partial void PageRefused(ILogger logger, string feed, string title, string page, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed} ({Title}): {Result} [{Status} {Address}]")]
        public static partial void Other(ILogger logger, string feed, string title, PollResult result, int? status, string address);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed} ({Title}): {Reason} Next try {NextPollAt:u}.")]
        public static partial void PutOff(ILogger logger, string feed, string title, string? reason, DateTimeOffset nextPollAt);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed} ({Title}): {Reason} Next try {NextPollAt:u}. [{Failure} {Status} {Address}]")]
        public static partial void Failed(
            ILogger logger, string feed, string title, string? reason, DateTimeOffset nextPollAt, PollFailure? failure, int? status, string address);
    }
}
