using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Benchmarks.Stories;

/// <summary>A generated farm with its truth: <c>truth.jsonl</c> says which items are one story, <c>texts.jsonl</c> what they say.</summary>
internal static class FarmTruth
{
    public static int Run(string folder, string? weightsFile = null)
    {
        var truth = File.ReadLines(Path.Combine(folder, "truth.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(Link, item => (Story: item.GetProperty("story").GetString()!, Kind: item.GetProperty("kind").GetString()!, Published: item.GetProperty("pub").GetInt64()));
        var articles = File.ReadLines(Path.Combine(folder, "texts.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).Select(Read).ToList();
        var thresholds = LabelledPairs.Thresholds(weightsFile);
        var newest = articles.Max(article => article.Date);
        Report("first poll of every feed, feed by feed", articles.Select(article => article with { FirstSeenAt = newest }), truth, thresholds);
        Report("as published", articles.OrderBy(article => article.Date), truth, thresholds);
        return 0;

        Article Read(JsonElement item)
        {
            var link = Link(item);
            var published = DateTimeOffset.FromUnixTimeSeconds(truth[link].Published);
            return MatchedStream.Article(
                "feed" + item.GetProperty("feed").GetRawText(), link, item.GetProperty("title").GetString()!, item.GetProperty("text").GetString()!, published, published);
        }
    }

    private static string Link(JsonElement item) => "http://farm/" + item.GetProperty("feed").GetRawText() + "/" + item.GetProperty("guid").GetString();

    private static void Report(string name, IEnumerable<Article> articles, Dictionary<string, (string Story, string Kind, long Published)> truth, MatchingThresholds thresholds)
    {
        var ordered = articles.Select((article, index) => article with { Id = index + 1 }).ToList();
        var stream = MatchedStream.Of(ordered, batchSize: 500, thresholds);
        var found = ordered.GroupBy(article => stream.StoryOf(article.Link)).ToList();
        var together = found.Sum(story => Pairs(story.Count()));
        var right = found.Sum(story => story.GroupBy(article => truth[article.Link].Story).Sum(same => Pairs(same.Count())));
        var all = truth.Values.GroupBy(item => item.Story).Sum(story => Pairs(story.Count()));
        Console.WriteLine($"== {name}: {ordered.Count} items, pairwise precision {right / (double)Math.Max(1, together):F4}, recall {right / (double)Math.Max(1, all):F4}");
        foreach (var kinds in Missed(ordered, stream, truth).CountBy(kinds => kinds).OrderByDescending(kinds => kinds.Value).Take(8))
        {
            Console.WriteLine($"   missed {kinds.Key}: {kinds.Value}");
        }

        foreach (var story in found.Where(story => story.Select(article => truth[article.Link].Story).Distinct().Count() > 1).Take(5))
        {
            Console.WriteLine("   MERGED " + string.Join(" | ", story.Select(article => $"{truth[article.Link].Kind} {truth[article.Link].Story}: {article.Title}")));
        }
    }

    private static IEnumerable<string> Missed(List<Article> articles, MatchedStream stream, Dictionary<string, (string Story, string Kind, long Published)> truth) =>
        from story in articles.GroupBy(article => truth[article.Link].Story)
        from one in story
        from other in story
        where one.Id < other.Id && stream.StoryOf(one.Link) != stream.StoryOf(other.Link)
        let kinds = (string[])[truth[one.Link].Kind, truth[other.Link].Kind]
        select string.Join('+', kinds.Order(StringComparer.Ordinal)) + (SameStory.Explain(one, other).IsSame ? ", alike two by two" : "");

    private static long Pairs(int count) => count * (count - 1L) / 2;
}
