using FeedHub.Cleaning;

namespace FeedHub.Benchmarks.Stories;

/// <summary>The same articles in random orders, as polls may bring them: how many pairs of them come to the same answer.</summary>
internal static class StoryOrders
{
    private const int Orders = 20;

    public static int Run(string pairsFile, string background)
    {
        var articles = LabelledPairs.Read(pairsFile, background).Ordered;
        var newest = articles.Max(article => article.Date);
        var first = Stories([.. articles], newest);
        var firstPairs = Pairs(articles, first);
        var (least, sum) = (1.0, 0.0);
        var all = articles.Count * (articles.Count - 1.0) / 2;
        for (var order = 1; order <= Orders; order++)
        {
            var shuffled = articles.ToArray();
            new Random(order).Shuffle(shuffled);
            var pairs = Pairs(articles, Stories(shuffled, newest));
            var common = firstPairs.Count(pairs.Contains);
            var joined = common / (double)(firstPairs.Count + pairs.Count - common);
            sum += joined;
            least = Math.Min(least, joined);
            Console.WriteLine($"order {order}: {pairs.Count} pairs joined, of all {all:F0} pairs {1 - ((firstPairs.Count + pairs.Count - (2 * common)) / all):P4} alike, of those joined in either order {joined:P1}");
        }

        Console.WriteLine($"{articles.Count} articles, {firstPairs.Count} pairs joined by date; of those joined in either order {sum / Orders:P2} alike, at least {least:P2}");
        return 0;
    }

    private static MatchedStream Stories(Article[] articles, DateTimeOffset newest) =>
        MatchedStream.Of([.. articles.Select((article, index) => article with { Id = index + 1, FirstSeenAt = newest, ChangedAt = newest })], batchSize: 100);

    private static HashSet<(int, int)> Pairs(List<Article> articles, MatchedStream stream) =>
        [.. articles.Select((article, place) => (Story: stream.StoryOf(article.Link), Place: place)).GroupBy(one => one.Story, one => one.Place)
            .SelectMany(story => from one in story from other in story where one < other select (one, other))];
}
