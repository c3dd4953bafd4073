using System.Collections.Concurrent;
using FeedHub.Fetching;

namespace FeedHub;

/// <summary>The parts that a sitemap index names: the newest are asked for, one after the other, conditionally where this process asked before. Thread-safe.</summary>
internal sealed class SitemapParts(FeedFetcher fetcher, EntryReader reader)
{
    private const int MaxRemembered = 10_000;

    private readonly ConcurrentDictionary<(string FeedId, string Url), Validators> _validators = new();

    /// <summary>What the index and its parts brought together; where no part came, why.</summary>
    public async Task<Reading> ReadAsync(Poll poll, Reading index, CancellationToken cancellationToken)
    {
        var readings = new List<Reading>();
        foreach (var part in index.Parts)
        {
            var reading = await ReadAsync(poll, part.Url, cancellationToken);
            readings.Add(reading);

            // At first the newest are enough; what is older than those is no news.
            if (poll.Leased.State.LastSuccessAt is null && readings.Sum(read => read.Entries) >= Parsing.Sitemap.Newest)
            {
                break;
            }
        }

        return readings.Exists(reading => reading.IsSound)
            ? index with
            {
                Found = new(
                    [.. readings.SelectMany(reading => reading.Found.Articles).DistinctBy(article => article.EntryId)],
                    [.. readings.SelectMany(reading => reading.Found.Displaced).DistinctBy(article => article.EntryId)]),
                Entries = readings.Sum(reading => reading.Entries),
                Left = readings.Sum(reading => reading.Left),
            }
            : readings[0];
    }

    private async Task<Reading> ReadAsync(Poll poll, string url, CancellationToken cancellationToken)
    {
        var key = (poll.Source.Id, url);
        var request = SourceSettings.PartRequest(poll.Source, new Uri(url)) with { Validators = _validators.GetValueOrDefault(key, Validators.None) };
        using var answer = await fetcher.FetchAsync(request, cancellationToken);
        var reading = await reader.ReadAsync(poll, answer.Result, cancellationToken);
        if (_validators.Count >= MaxRemembered)
        {
            _validators.Clear();
        }

        // What was not read to its end must come again.
        _validators[key] = reading.IsSound && reading.Left == 0 ? answer.Result.Validators : Validators.None;
        return reading;
    }
}
