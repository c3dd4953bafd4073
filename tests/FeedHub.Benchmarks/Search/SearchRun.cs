using System.Globalization;
using FeedHub.Fetching;
using FeedHub.Sources;
using FeedHub.Storage;

namespace FeedHub.Benchmarks.Search;

/// <summary>
/// Judges the search: <c>search CORPUS… [--ungraded]</c>. Each line of a corpus is <c>{"url","title","text"}</c>. The hub's search stands beside itself with
/// exact words only, beside Lucene.Net's ArabicAnalyzer, and beside Snowball where PostgreSQL is installed, over the same articles. <c>--ungraded</c> lists what is among anybody's first ten and has no grade.
/// </summary>
internal static class SearchRun
{
    private const int First = 10;

    public static async Task<int> MainAsync(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var files = args.Where(arg => arg != "--ungraded").ToList();
        if (files.Count == 0)
        {
            await Console.Error.WriteLineAsync("search CORPUS… [--ungraded]");
            return 2;
        }

        var news = files.SelectMany(File.ReadLines).Select(JudgedArticle.Read).DistinctBy(article => article.Address).ToList();
        var byAddress = news.ToDictionary(article => article.Address);
        var folder = Directory.CreateTempSubdirectory("feedhub-search").FullName;
        try
        {
            await using var database = Database.Open(null, folder, TimeProvider.System);
            var index = await StoreAsync(database, news);
            using var lucene = new LuceneSearch(news);
            await using var snowball = await SnowballSearch.OpenAsync(news);
            List<(string Name, Func<string, Task<IReadOnlyList<string>>> Find)> systems =
            [
                ("families", typed => FindAsync(index, typed)),
                ("exact only", typed => FindAsync(index, string.Join(' ', typed.Split(' ').Select(word => "=" + word)))),
                ("Lucene.Net ArabicAnalyzer", typed => Task.FromResult(lucene.Find(typed))),
            ];
            if (snowball is not null)
            {
                systems.Add(("Snowball of PostgreSQL", snowball.FindAsync));
            }

            var grades = Grades.Read();
            var rows = new List<Judged>();
            foreach (var query in JudgedQuery.All)
            {
                var right = news.Where(article => query.IsAnsweredBy(article.Words)).Select(article => article.Address).ToHashSet();
                foreach (var (name, find) in systems)
                {
                    var found = await find(query.Typed);
                    rows.Add(new(name, query, Recall(found, right), found.Count == 0 ? 1 : (double)found.Count(right.Contains) / found.Count, grades.Gain(query.Typed, found.Take(First))));
                    Ungraded(args, grades, query, found.Take(First).Select(address => byAddress[address]));
                }
            }

            Print(news.Count, rows);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Recall(IReadOnlyList<string> found, HashSet<string> right) => right.Count == 0 ? 1 : (double)found.Count(right.Contains) / right.Count;

    private static void Print(int articles, List<Judged> rows)
    {
        Console.WriteLine($"{articles} articles, {JudgedQuery.All.Count} searches; means");
        Console.WriteLine($"{"",-28}{"recall",8}{"precision",11}{"NDCG@10",9}");
        foreach (var group in rows.GroupBy(row => (row.Query.Set, row.System)).OrderBy(group => group.Key.Set, StringComparer.Ordinal))
        {
            Console.WriteLine($"{group.Key.Set + ", " + group.Key.System,-28}{group.Average(row => row.Recall),8:F3}{group.Average(row => row.Precision),11:F3}{group.Average(row => row.Gain),9:F3}");
        }

        foreach (var row in rows.Where(row => row.System == "families" && (row.Recall < 0.9 || row.Precision < 0.95)))
        {
            Console.WriteLine($"{row.Query.Set} {row.Query.Typed}: recall {row.Recall:F3}, precision {row.Precision:F3}");
        }
    }

    private static void Ungraded(string[] args, Grades grades, JudgedQuery query, IEnumerable<JudgedArticle> first)
    {
        foreach (var article in args.Contains("--ungraded") ? first.Where(article => !grades.Has(query.Typed, article.Address)) : [])
        {
            grades.Skip(query.Typed, article.Address);
            Console.WriteLine($"{query.Typed}\t{article.Address}\t{article.Title}");
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(SearchIndex index, string typed) =>
        [.. (await index.FindBestAsync(SearchQuery.Parse(typed), int.MaxValue, new SearchNames(), StorageBenchmarks.Now, CancellationToken.None)).Select(id => id["story-".Length..])];

    /// <summary>Every article a story of its own, named by its address.</summary>
    private static async Task<SearchIndex> StoreAsync(Database database, List<JudgedArticle> news)
    {
        await database.MigrateAsync(CancellationToken.None);
        var feeds = new FeedStore(database);
        await feeds.SyncAsync([new FeedSource { Id = "news", Url = new Uri("https://news.example/") }], StorageBenchmarks.Now, CancellationToken.None);
        var leased = (await feeds.LeaseAsync(StorageBenchmarks.Now, TimeSpan.FromHours(1), 1, null, force: true, CancellationToken.None))[0];
        await feeds.CommitPollAsync(
            new PollCommit(leased, new PollState { NextPollAt = StorageBenchmarks.Now }, null, [.. news.Select(article => article.Stored)]), StorageBenchmarks.Now, CancellationToken.None);
        await StorageBenchmarks.MatchAllAsync(new StoryStore(database), pending => "story-" + pending.Article.EntryId);
        var index = new SearchIndex(database);
        await index.IndexAsync(int.MaxValue, CancellationToken.None);
        return index;
    }

    private sealed record Judged(string System, JudgedQuery Query, double Recall, double Precision, double Gain);
}
