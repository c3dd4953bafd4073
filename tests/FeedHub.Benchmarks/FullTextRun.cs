using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using FeedHub.Benchmarks.Load;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Benchmarks;

/// <summary>
/// <c>fulltext --pages FOLDER --gold FILE [--each]</c>: article pages (<c>NAME.html</c>) read by <see cref="FullText"/> and by SmartReader alone,
/// against their text (<c>{"NAME": {"articleBody": …}}</c>); mean token F1, a page's tokens being its bag of <c>\w+</c> after NFKC. Pages are given
/// as a feed without text would give them: address and title. Every third page by name is told apart, so that what is tuned on the others can be judged.
/// <c>fulltext --lines FILE</c>: pages with their summary (<c>{"name", "html", "summary", "must": […], "may": […]}</c>, one a line): every line
/// of <c>must</c> comes out, and nothing beside it but lines of <c>may</c>.
/// </summary>
internal static partial class FullTextRun
{
    private static readonly HashSet<string> NoLines = [];

    public static int Run(string[] args) =>
        LoadRun.Option(args, "--lines") is { } lines ? CheckLines(lines)
        : LoadRun.Option(args, "--pages") is { } pages && LoadRun.Option(args, "--gold") is { } gold ? Compare(pages, gold, args.Contains("--each"))
        : throw new ArgumentException("Usage: fulltext --pages FOLDER --gold FILE [--each] | fulltext --lines FILE");

    private static int Compare(string folder, string file, bool each)
    {
        using var gold = JsonDocument.Parse(File.ReadAllText(file));
        var scores = new List<Score>();
        foreach (var page in gold.RootElement.EnumerateObject().OrderBy(page => page.Name, StringComparer.Ordinal))
        {
            var html = File.ReadAllText(Path.Combine(folder, page.Name + ".html"));
            var wanted = page.Value.GetProperty("articleBody").GetString()!;
            var address = page.Value.TryGetProperty("url", out var url) ? url.GetString()! : "https://pages.example/" + page.Name;
            var startedAt = Stopwatch.GetTimestamp();
            var ours = FullText.Read(Excerpt(address, TitleOf(html), ""), Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", CleaningOptions.Default, NoLines);
            var took = Stopwatch.GetElapsedTime(startedAt);
            scores.Add(new Score(page.Name, F1(ours.Article.Text, wanted), F1(SmartReaderText(address, html), wanted), took));
            if (Environment.GetEnvironmentVariable("DUMP") is { } dump)
            {
                File.WriteAllText(Path.Combine(dump, page.Name + ".txt"), ours.Article.Text);
            }

            if (each)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scores[^1].Ours:F3} {scores[^1].Theirs:F3} {page.Name} {(scores.Count % 3 == 1 ? "kept" : "seen")} {ours.Refusal?.ToString() ?? ours.From} {took.TotalMilliseconds:F0} ms"));
            }
        }

        Tell("all", scores);
        Tell("seen", [.. scores.Where((_, at) => at % 3 != 0)]);
        Tell("kept back", [.. scores.Where((_, at) => at % 3 == 0)]);
        return 0;
    }

    private static void Tell(string name, List<Score> scores) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name}, {scores.Count} pages: mean token F1 {scores.Average(score => score.Ours):F4}, SmartReader alone {scores.Average(score => score.Theirs):F4}; slowest page {scores.Max(score => score.Took).TotalMilliseconds:F0} ms"));

    private static int CheckLines(string file)
    {
        var wrong = 0;
        foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
        {
            using var page = JsonDocument.Parse(line);
            var root = page.RootElement;
            var html = root.GetProperty("html").GetString()!;
            var read = FullText.Read(
                Excerpt("https://pages.example/1", TitleOf(html), root.GetProperty("summary").GetString()!), Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", CleaningOptions.Default, NoLines);
            var lines = read.Article.Text.Split('\n');
            var (must, may) = (Texts(root, "must"), Texts(root, "may"));
            var (missing, beside) = (must.Except(lines).ToList(), lines.Except(must).Except(may).ToList());
            wrong += missing.Count + beside.Count;
            Console.WriteLine($"{root.GetProperty("name").GetString()}: {missing.Count} lines missing, {beside.Count} beside {read.Refusal}");
            missing.ForEach(text => Console.WriteLine("  missing: " + text));
            beside.ForEach(text => Console.WriteLine("  beside:  " + text));
        }

        return wrong == 0 ? 0 : 1;
    }

    private static List<string> Texts(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray().Select(text => text.GetString()!)];

    private static string TitleOf(string html)
    {
        using var document = new HtmlParser().ParseDocument(html);
        return document.QuerySelector("meta[property='og:title']")?.GetAttribute("content") ?? document.QuerySelector("h1")?.TextContent.Trim() ?? document.Title ?? "";
    }

    private static string SmartReaderText(string address, string html)
    {
        using var reader = new SmartReader.Reader(address, html);
        return reader.GetArticle().TextContent ?? "";
    }

    private static Article Excerpt(string address, string title, string text) => new()
    {
        FeedId = "pages",
        EntryId = address,
        Link = address,
        Title = HtmlText.CleanPlainTitle(title, CleaningOptions.Default),
        Text = text,
        IsTruncated = true,
        FirstSeenAt = DateTimeOffset.UnixEpoch,
        ChangedAt = DateTimeOffset.UnixEpoch,
        Language = "ar",
        UrlKey = address,
        ContentKey = "",
    };

    private static double F1(string text, string wanted)
    {
        var (have, want) = (Bag(text), Bag(wanted));
        var shared = have.Sum(token => Math.Min(token.Value, want.GetValueOrDefault(token.Key)));
        return have.Count == 0 || want.Count == 0 ? 0 : 2.0 * shared / (have.Values.Sum() + want.Values.Sum());
    }

    private static Dictionary<string, int> Bag(string text) =>
        Token().Matches(text.Normalize(NormalizationForm.FormKC)).GroupBy(token => token.Value, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);

    [GeneratedRegex(@"\w+")]
    private static partial Regex Token();

    private sealed record Score(string Name, double Ours, double Theirs, TimeSpan Took);
}
