using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Benchmarks;

/// <summary>
/// <c>cleaning</c>: UTF-8 megabytes of WordPress-like bodies cleaned in a second by one thread, by turns with npm's html-to-text on the same
/// bodies where node and npm are found; medians of five rounds.
/// </summary>
internal static class CleaningRun
{
    private const int Bodies = 2_000;
    private const int Rounds = 5;

    private const string Script = """
        import { compile } from 'html-to-text';
        import fs from 'fs';
        const bodies = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
        const convert = compile({ wordwrap: false });
        let length = 0;
        for (const body of bodies.slice(0, 200)) length += convert(body).length;
        const startedAt = process.hrtime.bigint();
        for (const body of bodies) length += convert(body).length;
        console.log(Number(process.hrtime.bigint() - startedAt) / 1e9);
        """;

    public static async Task<int> MainAsync()
    {
        var bodies = Enumerable.Range(0, Bodies).Select(CleaningBenchmarks.Body).ToArray();
        var megabytes = bodies.Sum(body => (long)Encoding.UTF8.GetByteCount(body)) / 1e6;
        var folder = Directory.CreateTempSubdirectory("feedhub-cleaning").FullName;
        try
        {
            var input = Path.Combine(folder, "bodies.json");
            await File.WriteAllTextAsync(input, JsonSerializer.Serialize(bodies));
            var htmlToText = await NodeScript.InstallAsync(folder, "html-to-text@9", Script);
            var (ours, theirs) = (new List<double>(), new List<double>());
            Seconds(bodies);
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(megabytes / Seconds(bodies));
                if (htmlToText is not null)
                {
                    theirs.Add(megabytes / await htmlToText.SecondsAsync(input));
                }
            }

            var mine = Middle(ours);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"HtmlText.Clean: {mine:F0} MB/s, {Bodies} bodies of {megabytes * 1000 / Bodies:F1} KB"));
            Console.WriteLine(htmlToText is not null
                ? string.Create(CultureInfo.InvariantCulture, $"html-to-text (npm): {Middle(theirs):F0} MB/s; ratio {mine / Middle(theirs):F1}")
                : "html-to-text was not measured: node and npm were not found, or its package was not.");
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Seconds(string[] bodies)
    {
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var body in bodies)
        {
            HtmlText.Clean(body, CleaningOptions.Default);
        }

        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
