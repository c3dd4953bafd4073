using System.Globalization;

namespace FeedHub.Benchmarks.Load;

/// <summary>Other feed readers, where they are installed: each takes in the farm's feeds and stores them, cold at first and warm when asked again.</summary>
internal static class PeerReaders
{
    /// <summary>Name, program, and arguments; made ready in <paramref name="folder"/>.</summary>
    public static IEnumerable<(string Name, string Program, string Arguments)> In(string folder, IReadOnlyList<string> urls)
    {
        if (Find("newsboat") is { } newsboat)
        {
            var home = Directory.CreateDirectory(Path.Combine(folder, "newsboat")).FullName;
            File.WriteAllLines(Path.Combine(home, "urls"), urls);
            File.WriteAllText(Path.Combine(home, "config"), "");
            yield return ("newsboat", newsboat, $"-q -x reload -u {home}/urls -c {home}/cache.db -C {home}/config");
        }

        if (Find("sfeed_update") is { } sfeed)
        {
            // As its manual says: conditional requests are the fetch function's to make.
            var home = Directory.CreateDirectory(Path.Combine(folder, "sfeed")).FullName;
            var list = urls.Select((url, feed) => string.Create(CultureInfo.InvariantCulture, $"feed f{feed} {url}"));
            File.WriteAllText(
                Path.Combine(home, "sfeedrc"),
                $$"""
                sfeedpath={{home}}/feeds
                maxjobs=8
                fetch() { curl -sfL -m 15 --etag-save {{home}}/"$1".new --etag-compare {{home}}/"$1".etag "$2" && mv {{home}}/"$1".new {{home}}/"$1".etag; }
                feeds() {
                {{string.Join('\n', list)}}
                }

                """);
            yield return ("sfeed", sfeed, $"{home}/sfeedrc");
        }
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
