using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using FeedHub.Cleaning;
using FeedHub.Stories;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Stories;

/// <summary>One matcher's pace, memory and restart with ever more articles in its window. Texts are made of words of a fixed, skewed lexicon.</summary>
internal static class MatcherScale
{
    private const int BatchSize = 500;
    private const int Feeds = 5000;
    private static readonly string[] Words = [.. Enumerable.Range(0, 40_000).Select(Word)];

    public static int Run(int articles)
    {
        // The compiler's work is not the matcher's.
        Console.WriteLine("warming up");
        Fill(20_000, []);
        var stored = new List<IndexedArticle>(articles);
        var withMatcher = Fill(articles, stored);
        var without = GC.GetTotalMemory(forceFullCollection: true);
        Console.WriteLine($"cost per article from the first 10,000 to the last: {Costs[^1] / Costs[0]:F2} times");
        Console.WriteLine($"held by the matcher: {(withMatcher - without) / 1048576.0:F0} MiB; stored sketches: {stored.Average(article => article.Sketch.Length):F0} bytes each");
        var watch = Stopwatch.StartNew();
        var restored = new StoryMatcher(keepDays: 90);
        stored.ForEach(restored.Restore);
        Console.WriteLine($"restored in {watch.Elapsed.TotalSeconds:F1} s");
        GC.KeepAlive(restored);
        return 0;
    }

    /// <summary>CPU microseconds an article took, at each milestone.</summary>
    private static readonly List<double> Costs = [];

    /// <summary>Bytes in use while the matcher was still there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Fill(int articles, List<IndexedArticle> stored)
    {
        var matcher = new StoryMatcher(keepDays: 90);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var watch = new Stopwatch();
        var cpu = TimeSpan.Zero;
        var milestone = 10_000;
        Costs.Clear();
        var (before, merged) = (0, 0);
        for (var first = 0; first < articles; first += BatchSize)
        {
            // Half the window's 72 hours, so that every article stays in it.
            var batch = Enumerable.Range(first, BatchSize).Select(number => Make(number, start + (TimeSpan.FromHours(36) * number / articles))).ToList();
            var cpuBefore = Environment.CpuUsage.TotalTime;
            watch.Start();
            var matched = matcher.Match([.. batch.Select(article => article.Pending())], _ => null, start);
            watch.Stop();
            cpu += Environment.CpuUsage.TotalTime - cpuBefore;
            merged += BatchSize - matched.Stories.Count(story => story.IsNew);
            stored.AddRange(batch.Zip(matched.Articles).Select(pair => Stored(pair.First, pair.Second)));
            if (first + BatchSize >= milestone)
            {
                var count = first + BatchSize - before;
                Console.WriteLine($"{first + BatchSize,9} articles: {count / watch.Elapsed.TotalSeconds,8:F0}/s ({watch.Elapsed.TotalMicroseconds / count:F0} µs each), {count / cpu.TotalSeconds:F0} per CPU second, since {before}; {merged} joined a story");
                Costs.Add(cpu.TotalMicroseconds / count);
                cpu = TimeSpan.Zero;
                watch.Reset();
                before = first + BatchSize;
                milestone = Math.Min(articles, milestone * (milestone < 100_000 ? 10 : 2));
            }
        }

        var used = GC.GetTotalMemory(forceFullCollection: true);
        GC.KeepAlive(matcher);
        return used;
    }

    private static IndexedArticle Stored(Article article, MatchedArticle matched) =>
        new(article.Id, article.FeedId, article.EntryId, matched.StoryId, true, article.UrlKey, article.ContentKey, article.Date, article.FirstSeenAt, false, article.Text.Length, article.FirstSeenAt, matched.Sketch);

    /// <summary>Every fifth article is another's text with a word in fifteen changed, the rest are new; 120 to 480 words.</summary>
    private static Article Make(int number, DateTimeOffset at)
    {
        var told = number % 5 == 4 ? number - (4 * (1 + (number % 7))) : number;
        var state = (uint)Math.Max(0, told) * 2654435761u;
        var edits = (uint)number * 40503u;
        var text = new StringBuilder();
        var length = 120 + (Next(ref state) % 360);
        for (var word = 0; word < length; word++)
        {
            var pick = Pick(ref state);
            var isEdited = number != told && Next(ref edits) % 15 == 0;
            text.Append(isEdited ? Words[Next(ref edits) % Words.Length] : pick).Append(word % 60 == 59 ? '\n' : ' ');
        }

        var title = string.Join(' ', Enumerable.Range(0, 8).Select(_ => Pick(ref state)));
        return MatchedStream.Article($"feed{number % Feeds}", $"https://site{number % Feeds}.example/{number}", title, text.ToString(), at, at) with
        {
            Id = number + 1,
            ContentKey = $"{number:x32}",
        };
    }

    private static uint Next(ref uint state)
    {
        state = (state * 1664525) + 1013904223;
        return state >> 8;
    }

    /// <summary>Squaring skews towards the front: some words are in every text.</summary>
    private static string Pick(ref uint state)
    {
        var share = Next(ref state) / (double)(1 << 24);
        return Words[(int)(share * share * share * Words.Length)];
    }

    private static string Word(int number)
    {
        const string letters = "ابتجدرسعفقكلمنهوي";
        var word = new StringBuilder();
        for (var left = number + 300; left > 0; left /= letters.Length)
        {
            word.Append(letters[left % letters.Length]);
        }

        return word.ToString();
    }
}
