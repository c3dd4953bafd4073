using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AngleSharp.Html.Parser;
using FeedHub.Benchmarks.Load;
using FeedHub.Cleaning;
using FeedHub.Sources;

namespace FeedHub.Benchmarks;

/// <summary>
/// <c>trend --kept FILE --write FILE</c>: how fast the hot paths are beside a yardstick in the same run, which hardly depends on the machine; medians of nine
/// rounds by turns. Writes the ratios and ends with 1 where one fell by more than a quarter of what was kept.
/// </summary>
internal static class TrendRun
{
    private const int Rounds = 9;
    private const double Tolerated = 0.75;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task<int> MainAsync(string[] args)
    {
        var kept = JsonSerializer.Deserialize<Dictionary<string, double>>(await File.ReadAllTextAsync(LoadRun.Option(args, "--kept")!))!;
        var rss = ReadingRun.Rss();
        var bodies = Enumerable.Range(0, 500).Select(CleaningBenchmarks.Body).ToArray();
        var parser = new HtmlParser();
        var ratios = new Dictionary<string, double>
        {
            ["RSS beside SyndicationFeed.Load"] = Ratio(rss, feed => ReadingRun.Ours(feed), feed => ReadingRun.Framework(feed)),
            ["Atom beside SyndicationFeed.Load"] = Ratio([.. rss.Select(ReadingRun.AsAtom)], feed => ReadingRun.Ours(feed), feed => ReadingRun.Framework(feed)),
            ["cleaning beside AngleSharp's tree"] = Ratio(bodies, body => HtmlText.Clean(body, CleaningOptions.Default), body => parser.ParseDocument(body).Body!.TextContent.ToString()),
        };
        await File.WriteAllTextAsync(LoadRun.Option(args, "--write")!, JsonSerializer.Serialize(ratios, Indented) + "\n");
        var hasFallen = false;
        foreach (var (name, ratio) in ratios)
        {
            var before = kept.GetValueOrDefault(name);
            var isLower = ratio < Tolerated * before;
            hasFallen |= isLower;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {ratio:F2}, kept {before:F2}{(isLower ? "  FELL by more than a quarter" : "")}"));
        }

        return hasFallen ? 1 : 0;
    }

    /// <summary>How many times as fast as the yardstick.</summary>
    private static double Ratio<T>(T[] inputs, Action<T> ours, Action<T> yardstick)
    {
        var ratios = new List<double>();
        for (var round = -Rounds / 2; round < Rounds; round++)
        {
            var (mine, other) = (Seconds(inputs, ours), Seconds(inputs, yardstick));
            if (round >= 0)
            {
                ratios.Add(other / mine);
            }
        }

        return Math.Round(ratios.Order().ElementAt(Rounds / 2), 3);
    }

    private static double Seconds<T>(T[] inputs, Action<T> run)
    {
        var startedAt = Stopwatch.GetTimestamp();
        foreach (var input in inputs)
        {
            run(input);
        }

        return Stopwatch.GetElapsedTime(startedAt).TotalSeconds;
    }
}
