using System.Collections.Concurrent;
using System.Collections.Immutable;
using FeedHub.Fetching;
using FeedHub.Storage;

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
        var validators = ImmutableDictionary.CreateBuilder<string, Validators>();
        foreach (var part in index.Parts)
        {
            var known = _validators.GetValueOrDefault((poll.Source.Id, part.Url), Validators.None);
            using var answer = await fetcher.FetchAsync(SourceSettings.PartRequest(poll.Source, new Uri(part.Url)) with { Validators = known }, cancellationToken);
            var reading = await reader.ReadAsync(poll, answer.Result, cancellationToken);
            readings.Add(reading);
            if (reading.IsSound && reading.Left == 0)
            {
                validators[part.Url] = answer.Result.Validators;
            }

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
                PartValidators = validators.ToImmutable(),
            }
            : readings[0];
    }

    /// <summary>What the parts brought need not come again once it is stored, and must while it is not.</summary>
    public void Remember(string feedId, Reading reading, PollStored stored)
    {
        if (!stored.Held)
        {
            return;
        }

        if (_validators.Count >= MaxRemembered)
        {
            _validators.Clear();
        }

        foreach (var (url, validators) in reading.PartValidators)
        {
            _validators[(feedId, url)] = validators;
        }
    }
}
