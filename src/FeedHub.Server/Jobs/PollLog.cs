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
            Log.PageRefused(logger, title, shown, page.Reason);
        }

        if (report.Result is PollResult.Failed or PollResult.Gone)
        {
            Log.Failed(logger, title, report.Reason ?? "", report.State.NextPollAt);
        }
        else if (report.Result is PollResult.Polled)
        {
            Log.Polled(logger, title, report.Added, report.Changed, (long)report.Took.TotalMilliseconds);
        }
        else if (report.Result is PollResult.PartlyRead)
        {
            Log.PartlyRead(logger, title, report.Added, report.Changed, report.Reason ?? "", report.State.NextPollAt);
        }
        else if (report.Result is PollResult.PutOff)
        {
            Log.PutOff(logger, title, report.Reason ?? "", report.State.NextPollAt);
        }
        else
        {
            Log.Unchanged(logger, title, report.Status);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Feed}: {Added} new, {Changed} changed, {Milliseconds} ms")]
        public static partial void Polled(ILogger logger, string feed, int added, int changed, long milliseconds);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: partly read, {Added} new, {Changed} changed. {Reason} Next poll {NextPollAt:u}.")]
        public static partial void PartlyRead(ILogger logger, string feed, int added, int changed, string reason, DateTimeOffset nextPollAt);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Feed}: no full text from {Page}: {Reason}.")]
        public static partial void PageRefused(ILogger logger, string feed, string page, string reason);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: unchanged ({Status})")]
        public static partial void Unchanged(ILogger logger, string feed, int? status);

        [LoggerMessage(Level = LogLevel.Debug, Message = "{Feed}: {Reason} Next try {NextPollAt:u}.")]
        public static partial void PutOff(ILogger logger, string feed, string reason, DateTimeOffset nextPollAt);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Feed}: {Reason} Next try {NextPollAt:u}.")]
        public static partial void Failed(ILogger logger, string feed, string reason, DateTimeOffset nextPollAt);
    }
}
