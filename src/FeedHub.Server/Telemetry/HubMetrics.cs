using System.Diagnostics.Metrics;
using FeedHub.Fetching;

namespace FeedHub.Server.Telemetry;

/// <summary>What the hub counts and measures, on the meter <c>FeedHub</c>. Thread-safe.</summary>
public sealed class HubMetrics
{
    public const string MeterName = "FeedHub";

    private readonly Counter<long> _polls;
    private readonly Histogram<double> _pollDuration;
    private readonly Histogram<double> _stageDuration;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _articles;
    private readonly Counter<long> _matched;
    private readonly Histogram<double> _matchDuration;
    private volatile StoreSample _sample = StoreSample.None;

    /// <summary>From a cached answer to a host that hangs.</summary>
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60] };

    public HubMetrics(IMeterFactory meters, HubHealth health, CurrentCatalog catalog, HubOptions options)
    {
        var meter = meters.Create(MeterName);
        _polls = meter.CreateCounter<long>("feedhub.polls", "{poll}", "Polls, by result.");
        _pollDuration = meter.CreateHistogram<double>("feedhub.poll.duration", "s", "From the request to the committed articles.", tags: null, Seconds);
        _stageDuration = meter.CreateHistogram("feedhub.stage.duration", "s", "Of polls that brought a body, by stage: fetch (waiting for the host's turn included), read, commit.", tags: null, Seconds);
        _bytes = meter.CreateCounter<long>("feedhub.poll.io", "By", "Bytes of answers on the wire.");
        _articles = meter.CreateCounter<long>("feedhub.articles", "{article}", "Articles stored, by kind (new, changed).");
        _matched = meter.CreateCounter<long>("feedhub.matched", "{article}", "Articles that got their story.");
        _matchDuration = meter.CreateHistogram<double>("feedhub.match.duration", "s", "One run of the matcher that had work.", tags: null, Seconds);
        if (options.Role != HubRole.Web)
        {
            meter.CreateObservableGauge("feedhub.dispatcher.age", () => health.SinceDispatch.TotalSeconds, "s", "Since the dispatcher last looked for due feeds.");
            meter.CreateObservableGauge("feedhub.matcher.age", () => health.SinceMatched.TotalSeconds, "s", "Since the matcher last found its queue empty.");
        }

        meter.CreateObservableGauge("feedhub.database.up", () => health.IsDatabaseReachable ? 1 : 0, null, "1: the database answers.");
        meter.CreateObservableGauge("feedhub.stories", () => _sample.Stories, "{story}", "Stories kept.");
        meter.CreateObservableGauge("feedhub.merged", () => _sample.Merged, "{article}", "Articles kept that joined a story somebody else had opened.");
        meter.CreateObservableGauge("feedhub.pending", () => _sample.Pending, "{article}", "Articles that wait for the matcher.");
        meter.CreateObservableGauge("feedhub.due.age", () => _sample.LongestDue.TotalSeconds, "s", "How long the feed that is due longest has been waiting.");
        meter.CreateObservableGauge("feedhub.catalog.mistakes", () => catalog.Mistakes.Length, null, "Mistakes of feeds.json as it stands now.");
        meter.CreateObservableGauge("feedhub.sources", Sources, "{source}", "Sources, by state (ok, failing, gone, disabled).");
    }

    /// <summary>Lets every series begin at 0, so that whoever watches for an increase sees the first, and sees when there is none.</summary>
    public void CountFromZero()
    {
        foreach (var result in Enum.GetValues<PollResult>())
        {
            _polls.Add(0, Tag("result", Word(result)));
        }

        _articles.Add(0, Tag("kind", "new"));
        _articles.Add(0, Tag("kind", "changed"));
        _bytes.Add(0);
        _matched.Add(0);
    }

    public void Polled(PollReport report)
    {
        var result = Tag("result", Word(report.Result));
        _polls.Add(1, result);
        _pollDuration.Record(report.Took.TotalSeconds, result);
        _bytes.Add(report.Bytes);
        if (report.Entries > 0)
        {
            _stageDuration.Record(report.Stages.Fetch.TotalSeconds, Tag("stage", "fetch"));
            _stageDuration.Record(report.Stages.Read.TotalSeconds, Tag("stage", "read"));
            _stageDuration.Record(report.Stages.Commit.TotalSeconds, Tag("stage", "commit"));
        }

        Count("new", report.Added);
        Count("changed", report.Changed);
    }

    /// <param name="articles">0: the matcher had nothing to do.</param>
    public void Matched(int articles, TimeSpan took)
    {
        if (articles > 0)
        {
            _matched.Add(articles);
            _matchDuration.Record(took.TotalSeconds);
        }
    }

    /// <summary>What the gauges say until the next sample.</summary>
    public void Sampled(StoreSample sample) => _sample = sample;

    private void Count(string kind, int articles)
    {
        if (articles > 0)
        {
            _articles.Add(articles, Tag("kind", kind));
        }
    }

    private IEnumerable<Measurement<int>> Sources() =>
        _sample.Sources.Select(state => new Measurement<int>(state.Value, Tag("state", state.Key.Word())));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string Word(PollResult result) => result switch
    {
        PollResult.Polled => "ok",
        PollResult.Unchanged => "unchanged",
        PollResult.PartlyRead => "partly_read",
        PollResult.Failed => "failed",
        PollResult.Gone => "gone",
        PollResult.PutOff => "put_off",
        _ => "lease_lost",
    };
}

/// <summary>What only the database knows, looked up now and then.</summary>
/// <param name="Articles">Kept, those waiting for the matcher included.</param>
/// <param name="Pending">Waiting for the matcher.</param>
/// <param name="Sources">How many are in each state.</param>
public sealed record StoreSample(long Stories, long Articles, long Pending, TimeSpan LongestDue, IReadOnlyDictionary<SourceState, int> Sources)
{
    public long Merged => Math.Max(0, Articles - Pending - Stories);

    public static StoreSample None { get; } = new(0, 0, 0, TimeSpan.Zero, new Dictionary<SourceState, int>());
}
