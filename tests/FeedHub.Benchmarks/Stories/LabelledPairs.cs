using System.Globalization;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Stories;

namespace FeedHub.Benchmarks.Stories;

/// <summary>
/// Pairs of articles that a person judged (<c>{"label","cross_source","a":{"source","url","date","title","text"},"b":{…}}</c>), streamed in
/// the order of their dates amid a background of articles of the same form. The background's days are spread over those of the pairs.
/// </summary>
internal static class LabelledPairs
{
    internal const string Same = "same_story";
    private const string Different = "different";

    public static int Run(string pairsFile, string? backgroundFile, string? weightsFile = null)
    {
        var (pairs, articles, ordered) = Read(pairsFile, backgroundFile);
        var thresholds = Thresholds(weightsFile);
        var stream = MatchedStream.Of(ordered, batchSize: 100, thresholds);
        Console.WriteLine($"{pairs.Count} pairs amid {ordered.Count} articles: {stream.Stories} stories, the largest of {stream.Largest} articles");
        Report("streamed", pairs, pair => (stream.StoryOf(Link(pair, "a")) == stream.StoryOf(Link(pair, "b")), stream.ReasonOf(Link(pair, "a"), Link(pair, "b"))));
        Report(
            "two by two, no corpus",
            pairs,
            pair =>
            {
                var verdict = SameStory.Explain(articles[Key(pair.GetProperty("a"))], articles[Key(pair.GetProperty("b"))], thresholds: thresholds);
                return (verdict.IsSame, verdict.Because + " " + string.Join(' ', verdict.Signals.Select(signal => $"{signal.Name}={signal.Value}")));
            });
        stream.PrintLargest(8);
        return 0;
    }

    /// <summary>With other weights than those that ship.</summary>
    internal static MatchingThresholds Thresholds(string? weightsFile) =>
        weightsFile is null ? MatchingThresholds.Default : MatchingThresholds.Default with { Score = StoryScore.Parse(File.ReadAllText(weightsFile)) };

    /// <summary>How much each threshold matters: precision and recall, streamed, with it a tenth lower and higher; and on two halves of the pairs.</summary>
    public static int Perturb(string pairsFile, string? backgroundFile)
    {
        var (pairs, _, ordered) = Read(pairsFile, backgroundFile);
        Print("as they are", pairs, MatchingThresholds.Default);
        Print("the pairs of even number", [.. pairs.Where((_, index) => index % 2 == 0)], MatchingThresholds.Default);
        Print("the pairs of odd number", [.. pairs.Where((_, index) => index % 2 == 1)], MatchingThresholds.Default);
        foreach (var threshold in typeof(MatchingThresholds).GetProperties().Where(property => property.CanWrite))
        {
            foreach (var by in (double[])[0.9, 1.1])
            {
                var thresholds = MatchingThresholds.Default with { };
                object moved = threshold.GetValue(thresholds) switch
                {
                    double share => share * by,
                    int count => (int)Math.Round(count * by, by < 1 ? MidpointRounding.ToNegativeInfinity : MidpointRounding.ToPositiveInfinity),
                    TimeSpan time => time * by,
                    var other => other!,
                };
                threshold.SetValue(thresholds, moved);
                Print($"{threshold.Name} {moved}", pairs, thresholds);
            }
        }

        return 0;

        void Print(string name, List<JsonElement> some, MatchingThresholds thresholds)
        {
            var stream = MatchedStream.Of(ordered, batchSize: 100, thresholds);
            var merged = some.Where(pair => stream.StoryOf(Link(pair, "a")) == stream.StoryOf(Link(pair, "b"))).CountBy(pair => pair.GetProperty("label").GetString()!).ToDictionary();
            var (hits, wrong) = (merged.GetValueOrDefault(Same), merged.GetValueOrDefault(Different));
            var all = some.Count(pair => pair.GetProperty("label").GetString() == Same);
            Console.WriteLine($"{name,-40} precision {hits / (double)Math.Max(1, hits + wrong):F3}, recall {hits / (double)Math.Max(1, all):F3}");
        }
    }

    /// <param name="isSpread">The background's days are spread over those of the pairs; else they stay.</param>
    internal static (List<JsonElement> Pairs, Dictionary<string, Article> Articles, List<Article> Ordered) Read(string pairsFile, string? backgroundFile, bool isSpread = true)
    {
        var pairs = File.ReadLines(pairsFile).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var articles = new Dictionary<string, Article>();
        foreach (var pair in pairs)
        {
            foreach (var side in (string[])["a", "b"])
            {
                articles.TryAdd(Key(pair.GetProperty(side)), Read(pair.GetProperty(side), TimeSpan.Zero));
            }
        }

        var first = articles.Values.Min(article => article.Date);
        var days = Math.Max(1, (articles.Values.Max(article => article.Date) - first).Days);
        foreach (var line in backgroundFile is null ? [] : File.ReadLines(backgroundFile))
        {
            var article = JsonDocument.Parse(line).RootElement;
            var own = Read(article, TimeSpan.Zero);
            var moved = TimeSpan.FromDays((first.Date.AddDays(articles.Count % days) - own.Date.Date).Days);
            articles.TryAdd(Key(article), Read(article, isSpread ? moved : TimeSpan.Zero));
        }

        return (pairs, articles, articles.Values.OrderBy(article => article.Date).Select((article, index) => article with { Id = index + 1 }).ToList());
    }

    private static void Report(string name, List<JsonElement> pairs, Func<JsonElement, (bool IsMerged, string Reason)> verdict)
    {
        var judged = pairs.Select(pair => (Pair: pair, Label: pair.GetProperty("label").GetString()!, Verdict: verdict(pair))).ToList();
        var hits = judged.Count(one => one.Label == Same && one.Verdict.IsMerged);
        var wrong = judged.Count(one => one.Label == Different && one.Verdict.IsMerged);
        var all = judged.Count(one => one.Label == Same);
        Console.WriteLine($"== {name}: precision {hits / (double)Math.Max(1, hits + wrong):F3}, recall {hits / (double)Math.Max(1, all):F3}");
        foreach (var label in judged.GroupBy(one => one.Label).OrderBy(label => label.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"   {label.Key,-16} merged {label.Count(one => one.Verdict.IsMerged)} of {label.Count()}");
        }

        foreach (var (pair, label, (isMerged, reason)) in judged.Where(one => one.Verdict.IsMerged != (one.Label == Same)))
        {
            if (!isMerged && label != Same)
            {
                continue;
            }

            Console.WriteLine($"   {(isMerged ? "MERGED" : "MISSED")} {label}: {Title(pair, "a")} | {Title(pair, "b")} ({reason})");
        }
    }

    private static string Title(JsonElement pair, string side) =>
        $"{pair.GetProperty(side).GetProperty("source").GetString()} {pair.GetProperty(side).GetProperty("date").GetString()} {pair.GetProperty(side).GetProperty("title").GetString()}";

    private static string Link(JsonElement pair, string side) => pair.GetProperty(side).GetProperty("url").GetString()!;

    private static string Key(JsonElement article) => article.GetProperty("url").GetString()!;

    private static Article Read(JsonElement article, TimeSpan moved)
    {
        var date = new DateTimeOffset(DateTime.Parse(article.GetProperty("date").GetString()!, CultureInfo.InvariantCulture), TimeSpan.Zero) + moved;
        return MatchedStream.Article(
            article.GetProperty("source").GetString()!,
            article.GetProperty("url").GetString()!,
            article.GetProperty("title").GetString()!,
            article.GetProperty("text").GetString()!,
            date,
            date);
    }
}
