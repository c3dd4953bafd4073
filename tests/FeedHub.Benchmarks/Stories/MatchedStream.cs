using FeedHub.Cleaning;
using FeedHub.Stories;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Stories;

/// <summary>Articles run through a matcher in their order, and what became of them, by link.</summary>
internal sealed class MatchedStream
{
    private readonly Dictionary<string, (string Story, string Reason, string Title)> _byLink = [];

    public int Stories => _byLink.Values.Select(article => article.Story).Distinct().Count();

    public int Largest => _byLink.Values.CountBy(article => article.Story).Max(story => story.Value);

    public static MatchedStream Of(IReadOnlyList<Article> articles, int batchSize, MatchingThresholds? thresholds = null)
    {
        var stream = new MatchedStream();
        var matcher = new StoryMatcher(keepDays: 90, thresholds: thresholds);
        foreach (var chunk in articles.Chunk(batchSize))
        {
            var batch = matcher.Match([.. chunk.Select(article => article.Pending())], _ => null, chunk[^1].FirstSeenAt);
            foreach (var (from, into) in batch.Merged)
            {
                foreach (var (link, known) in stream._byLink.Where(known => known.Value.Story == from).ToArray())
                {
                    stream._byLink[link] = known with { Story = into };
                }
            }

            foreach (var (article, matched) in chunk.Zip(batch.Articles))
            {
                stream._byLink[article.Link] = (matched.StoryId, EnglishReason.Say(matched.Reason), article.Title);
            }
        }

        return stream;
    }

    public static Article Article(string feed, string link, string title, string text, DateTimeOffset published, DateTimeOffset seenAt) =>
        new()
        {
            FeedId = feed,
            EntryId = link,
            Link = link,
            Title = title,
            Text = text,
            Published = published,
            FirstSeenAt = seenAt,
            ChangedAt = seenAt,
            Language = "ar",
            UrlKey = link,
            ContentKey = ArabicText.MatchingForm(title + "\n" + text),
        };

    public string StoryOf(string link) => _byLink[link].Story;

    public string ReasonOf(string a, string b) => _byLink[a].Reason + " / " + _byLink[b].Reason;

    public void PrintLargest(int count)
    {
        foreach (var story in _byLink.Values.GroupBy(article => article.Story).OrderByDescending(story => story.Count()).Take(count))
        {
            Console.WriteLine($"{story.Count()} articles:");
            foreach (var article in story)
            {
                Console.WriteLine($"   {article.Title} ({article.Reason})");
            }
        }
    }
}
