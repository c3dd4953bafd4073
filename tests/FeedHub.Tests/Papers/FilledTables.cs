using System.Globalization;
using System.Text.RegularExpressions;
using FeedHub.Sources;
using FeedHub.Stories;
using FeedHub.Tests.Stories;

namespace FeedHub.Tests.Papers;

/// <summary>What the program writes into the papers: between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- end --&gt;</c>.</summary>
internal static partial class FilledTables
{
    private static readonly string[] Wanted = ["tags", "pollEvery", "fullText", "exclude"];

    /// <summary>The paper as it should be.</summary>
    public static string Filled(Paper paper) => Marked().Replace(paper.Text, marked =>
        $"<!-- {marked.Groups[1].Value} -->\n{Content(paper, marked)}<!-- end -->");

    private static string Content(Paper paper, Match marked) => marked.Groups[1].Value switch
    {
        "hub keys" => Keys(CatalogKeys.Hub),
        "feed keys" => Keys(CatalogKeys.Feed),
        "wanted keys" => WantedKeys("key", "default", "meaning", phrase => phrase.English),
        "wanted keys, Arabic" => WantedKeys("المفتاح", "الافتراضي", "المعنى", phrase => phrase.Arabic),
        "verdict" => Verdict(paper with { Text = paper.Text[..marked.Index] }),
        var other => throw new InvalidOperationException($"Nothing fills \"{other}\" of {paper}."),
    };

    private static string Keys<TTarget>(IEnumerable<CatalogKey<TTarget>> keys) => Table(
        ["key", "value", "default", "meaning", "المعنى"],
        keys.Select(key => (string[])[$"`{key.Name}`", key.Kind, Code(key.Default), key.Meaning.English, key.Meaning.Arabic]));

    private static string WantedKeys(string key, string @default, string meaning, Func<Phrase, string> language)
    {
        var link = CatalogKeys.Hub.Single(known => known.Name == "link");
        var rows = CatalogKeys.Feed.IntersectBy(Wanted, known => known.Name)
            .Select(known => (known.Name, known.Default, known.Meaning))
            .Prepend((link.Name, link.Default, link.Meaning));
        return Table([key, @default, meaning], rows.Select(row => (string[])[$"`{row.Name}`", Code(row.Default), language(row.Meaning)]));
    }

    /// <summary>What <c>explain</c> says of the two articles that stand last before it.</summary>
    private static string Verdict(Paper before)
    {
        var articles = before.Blocks("article").TakeLast(2).Select(block => block.TrimEnd('\n').Split('\n', 2)).ToArray();
        var verdict = SameStory.Explain(News.Article(articles[0][0], articles[0][1]), News.Article(articles[1][0], articles[1][1], "nahar", hours: 1));
        var weighed = verdict.Signals.Where(signal => signal.Share is not null and not 0).OrderByDescending(signal => Math.Abs(signal.Share!.Value)).Take(5);
        return string.Create(CultureInfo.InvariantCulture, $"**{verdict.Relation}**: {verdict.Because}. What weighed most:\n\n") + Table(
            ["signal", "value", "for or against", "meaning"],
            weighed.Select(signal => (string[])[signal.Name, Number(signal.Value, "0.00"), Number(signal.Share!.Value, "+0.00;-0.00"), signal.Meaning]));
    }

    private static string Table(string[] heads, IEnumerable<string[]> rows) =>
        string.Concat(rows.Prepend([.. heads.Select(_ => "---")]).Prepend(heads).Select(Row));

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    private static string Code(string? value) => value is null ? "" : $"`{value}`";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex("<!-- ([a-zA-Z, ]+) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
