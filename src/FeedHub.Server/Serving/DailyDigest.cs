using System.Collections.Immutable;
using System.Text;
using FeedHub.Cleaning;
using FeedHub.Publishing;
using FeedHub.Server.Pages;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Server;

/// <summary>
/// The day's news in one entry: what the most sources carried in the day that ended at the hub's <c>digestAt</c>. Who joins later does not change a digest that is
/// made; a day on which no two sources carried the same has none.
/// </summary>
internal sealed class DailyDigest(StoryStore stories, FeedCatalog catalog, DateTimeOffset now)
{
    private const int StoriesADay = 10;
    private const int LeadCharacters = 200;

    /// <summary>Days of a page; pages of the past begin at multiples of it, so that they never change.</summary>
    private const int DaysAPage = 14;

    private const int MostDays = 100;

    /// <summary>No news is older.</summary>
    private static readonly int Earliest = new DateOnly(1970, 1, 2).DayNumber;

    private readonly PageClock _clock = new(catalog.Zone, now);

    /// <summary>The last day whose digest is made.</summary>
    public DateOnly Latest => EndOf(_clock.Today) <= now ? _clock.Today : _clock.Today.AddDays(-1);

    /// <summary>The first and the last day of a page.</summary>
    /// <param name="before">The page of the days before that one; null: the newest.</param>
    /// <param name="limit">Days at most; null: as many as the page begins with.</param>
    public static (DateOnly First, DateOnly Last) Days(long? before, int? limit, DateOnly latest)
    {
        var last = before is { } day && day <= latest.DayNumber ? Math.Max((int)day - 1, Earliest) : latest.DayNumber;
        var first = limit is { } days ? last - Math.Min(days, MostDays) + 1 : ((before is null ? last - DaysAPage : last) / DaysAPage * DaysAPage);
        return (DateOnly.FromDayNumber(Math.Max(first, Earliest)), DateOnly.FromDayNumber(last));
    }

    public async Task<bool> IsAnythingBeforeAsync(DateOnly first, CancellationToken cancellationToken) =>
        (await stories.PlacesAsync(new StoryQuery { Limit = 1, Order = StoryOrder.Dated, Outlets = 2, DatedBefore = EndOf(first.AddDays(-1)) }, cancellationToken)).Count > 0;

    /// <summary>Newest first.</summary>
    /// <param name="address">The hub's.</param>
    /// <param name="publish">Stories as they are shown.</param>
    public async Task<ImmutableArray<PublishedEntry>> ReadAsync(
        string address, DateOnly first, DateOnly last, Func<IEnumerable<Story>, ImmutableArray<PublishedEntry>> publish, CancellationToken cancellationToken)
    {
        var began = await stories.BeganAsync(cancellationToken) ?? now;
        var digests = ImmutableArray.CreateBuilder<PublishedEntry>();
        for (var day = last; day >= first; day = day.AddDays(-1))
        {
            var (from, until) = (EndOf(day.AddDays(-1)), EndOf(day));
            // Of the days before it began the hub learned all at once.
            var joinedBy = until < began ? now : until;
            var most = await stories.MostCarriedAsync(from, until, joinedBy, StoriesADay, cancellationToken);
            var told = publish(await stories.ReadAsync([.. most.Select(story => story.Id)], cancellationToken));
            if (!told.IsEmpty)
            {
                digests.Add(Digest(address, day, until, [.. told.Select(entry => Then(entry, joinedBy))]));
            }
        }

        return digests.ToImmutable();
    }

    /// <summary>The entry with the copies it had then.</summary>
    private static PublishedEntry Then(PublishedEntry entry, DateTimeOffset joinedBy) =>
        entry with { Story = entry.Story with { Copies = [.. entry.Story.Copies.Where(copy => copy.JoinedAt <= joinedBy)] } };

    private PublishedEntry Digest(string address, DateOnly day, DateTimeOffset at, ImmutableArray<PublishedEntry> told)
    {
        const string source = "digest";
        var id = "digest-" + PageClock.Iso(day);
        var article = new Article
        {
            FeedId = source,
            EntryId = id,
            Link = $"{address}/days/{PageClock.Iso(day.AddDays(-1))}",
            Title = $"موجز {_clock.Dated(day)}: أهم أخبار 24 ساعة",
            Text = string.Join('\n', told.Select(entry => $"{entry.Story.Shown.Title} ({Carriers(entry)})")),
            FirstSeenAt = at,
            ChangedAt = at,
            Language = catalog.Language,
            UrlKey = "",
            ContentKey = "",
        };
        var story = new Story { Id = id, Sequence = day.DayNumber, Shown = article, FirstSeenAt = at, Date = at, UpdatedAt = at };
        return new PublishedEntry(story, new Dictionary<string, PublishedSource> { [source] = new(source, catalog.Title, address, $"{address}/digest/feed.rss") })
        {
            Id = "urn:feedhub:" + id.Replace("digest-", "digest:", StringComparison.Ordinal),
            Page = $"/days/{PageClock.Iso(day.AddDays(-1))}",
            Html = Html(address, told),
        };
    }

    private static string Html(string address, ImmutableArray<PublishedEntry> told)
    {
        var html = new StringBuilder("<div dir=\"rtl\" lang=\"ar\">");
        foreach (var entry in told)
        {
            html.Append("<p><a href=\"").Append(address).Append(entry.Page).Append("\">").Append(Escaped(entry.Story.Shown.Title)).Append("</a></p>");
            if (entry.Story.Shown.Text.Length > 0)
            {
                html.Append("<p>").Append(Escaped(PublishedText.Summary(entry.Story.Shown.Text, LeadCharacters))).Append("</p>");
            }

            html.Append("<p>").Append(Escaped(Carriers(entry))).Append("</p>");
        }

        return html.Append("</div>").ToString();
    }

    private static string Escaped(string text) => PublishedText.Escaped(PublishedText.Valid(text));

    private static string Carriers(PublishedEntry entry) => PublishedText.CarriedBy([entry.Source.Title, .. entry.Others.Select(source => source.Title)]);

    /// <summary>The instant at which a day's digest is made; of an hour that the clock leaps over, the next that there is.</summary>
    private DateTimeOffset EndOf(DateOnly day)
    {
        var local = day.ToDateTime(catalog.DigestAt);
        while (catalog.Zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(15);
        }

        return new DateTimeOffset(local, catalog.Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
