using System.Diagnostics;
using System.Globalization;
using System.ServiceModel.Syndication;
using System.Xml;
using FeedHub.Benchmarks.Load;
using FeedHub.Parsing;

namespace FeedHub.Benchmarks;

/// <summary>
/// <c>reading [--feedhub PATH]</c>: well-formed feeds, RSS and the same as Atom, read by <see cref="FeedParser"/>, by the framework's
/// <see cref="SyndicationFeed"/> and by npm's feedsmith (where node and npm are found), one thread, by turns; medians of five rounds. Then the
/// published <c>feedhub preview --json</c> over 5,000 files in one process.
/// </summary>
internal static class ReadingRun
{
    private const int Feeds = 100;
    private const int Files = 5_000;
    private const int Rounds = 5;

    private const string Script = """
        import { parseFeed } from 'feedsmith';
        import fs from 'fs';
        const files = fs.readdirSync(process.argv[2]).map(name => fs.readFileSync(process.argv[2] + '/' + name));
        let entries = 0;
        const read = file => { const { feed } = parseFeed(file.toString('utf8')); entries += (feed.items ?? feed.entries).length; };
        files.forEach(read);
        const startedAt = process.hrtime.bigint();
        files.forEach(read);
        console.log(Number(process.hrtime.bigint() - startedAt) / 1e9);
        """;

    private static readonly ParseOptions Options = new() { BaseUri = new Uri("https://feeds.example/") };

    public static async Task<int> MainAsync(string[] args)
    {
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var folder = Directory.CreateTempSubdirectory("feedhub-reading").FullName;
        try
        {
            var rss = Rss();
            await CompareAsync(folder, "RSS 2.0", rss);
            await CompareAsync(folder, "Atom", [.. rss.Select(AsAtom)]);
            await PreviewAsync(folder, feedhub, rss);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Well-formed feeds of 120 KB.</summary>
    public static byte[][] Rss()
    {
        var farm = new FeedFarm(Feeds);
        return [.. Enumerable.Range(0, Feeds).Select(feed => farm.Feed(feed))];
    }

    private static async Task CompareAsync(string folder, string dialect, byte[][] feeds)
    {
        var input = Directory.CreateDirectory(Path.Combine(folder, dialect.Replace(' ', '-'))).FullName;
        for (var feed = 0; feed < feeds.Length; feed++)
        {
            await File.WriteAllBytesAsync(Path.Combine(input, $"{feed:D4}.xml"), feeds[feed]);
        }

        var feedsmith = await NodeScript.InstallAsync(folder, "feedsmith@3", Script);
        var megabytes = feeds.Sum(feed => (long)feed.Length) / 1e6;
        var (ours, frameworks, theirs) = (new List<double>(), new List<double>(), new List<double>());
        for (var warmup = 0; warmup < Rounds; warmup++)
        {
            Seconds(feeds, Ours);
            Seconds(feeds, Framework);
        }

        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(megabytes / Seconds(feeds, Ours));
            frameworks.Add(megabytes / Seconds(feeds, Framework));
            if (feedsmith is not null)
            {
                theirs.Add(megabytes / await feedsmith.SecondsAsync(input));
            }
        }

        var (mine, framework) = (Middle(ours), Middle(frameworks));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{dialect}, {feeds.Length} feeds of {megabytes * 1000 / feeds.Length:F0} KB: FeedParser {mine:F0} MB/s, {AllocatedPerByte(feeds):F1} bytes allocated for each read; SyndicationFeed.Load {framework:F0} MB/s, ratio {mine / framework:F2}"));
        Console.WriteLine(feedsmith is null
            ? "feedsmith was not measured: node and npm were not found, or its package was not."
            : string.Create(CultureInfo.InvariantCulture, $"{dialect}: feedsmith (npm) {Middle(theirs):F0} MB/s, ratio {mine / Middle(theirs):F2}"));
    }

    public static int Ours(byte[] feed) => FeedParser.Parse(feed, Options).Entries.Length;

    public static int Framework(byte[] feed)
    {
        using var reader = XmlReader.Create(new MemoryStream(feed));
        return SyndicationFeed.Load(reader).Items.Count();
    }

    private static double Seconds(byte[][] feeds, Func<byte[], int> read)
    {
        var startedAt = Stopwatch.GetTimestamp();
        var entries = feeds.Sum(read);
        return entries > 0 ? Stopwatch.GetElapsedTime(startedAt).TotalSeconds : throw new InvalidOperationException("Nothing was read.");
    }

    private static double AllocatedPerByte(byte[][] feeds)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Seconds(feeds, Ours);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)feeds.Sum(feed => (long)feed.Length);
    }

    public static byte[] AsAtom(byte[] rss)
    {
        using var reader = XmlReader.Create(new MemoryStream(rss));
        using var atom = new MemoryStream();
        using (var writer = XmlWriter.Create(atom))
        {
            SyndicationFeed.Load(reader).SaveAsAtom10(writer);
        }

        return atom.ToArray();
    }

    private static async Task PreviewAsync(string folder, string feedhub, byte[][] feeds)
    {
        var list = Path.Combine(folder, "files.txt");
        var input = Directory.CreateDirectory(Path.Combine(folder, "files")).FullName;
        var paths = Enumerable.Range(0, Files).Select(file => Path.Combine(input, $"{file:D4}.xml")).ToArray();
        foreach (var (path, file) in paths.Select((path, file) => (path, file)))
        {
            await File.WriteAllBytesAsync(path, feeds[file % feeds.Length]);
        }

        await File.WriteAllLinesAsync(list, paths);
        using var preview = LoadRun.Start(feedhub, $"preview --json --from {list}", redirect: true);
        var startedAt = Stopwatch.GetTimestamp();
        var (lines, peak, cpu) = (0, 0L, TimeSpan.Zero);
        while (await preview.StandardOutput.ReadLineAsync() is { } line)
        {
            lines += line.Contains("\"ok\":true", StringComparison.Ordinal) ? 1 : 0;
            if (lines % 50 == 0 && lines < Files)
            {
                preview.Refresh();
                peak = Math.Max(peak, preview.PeakWorkingSet64);
                cpu = preview.TotalProcessorTime;
            }
        }

        await preview.WaitForExitAsync();
        var wall = Stopwatch.GetElapsedTime(startedAt).TotalMilliseconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"feedhub preview --json, {lines} of {Files} files read and cleaned: {wall / Files:F2} ms wall and {cpu.TotalMilliseconds / Files:F2} ms CPU a file, peak {peak / 1048576.0:F0} MiB"));
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
