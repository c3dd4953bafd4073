using FeedHub.Stories;
using FeedHub.Tests.Support;

namespace FeedHub.Benchmarks.Stories;

/// <summary>
/// Learns the weights of <see cref="StoryScore"/> from labelled pairs of one or more worlds, and judges those of each world by what the others teach. A third
/// of the pairs that were labelled for this (labels.tsv) is shut: nothing is learned from it.
/// </summary>
internal static class StoryTraining
{
    /// <summary>Keeps weights small that few pairs speak for (ridge).</summary>
    private const double Ridge = 1;

    private const int MostRounds = 25;

    /// <summary>What the shipped weights reach on the labelled pairs, most of which are near the line, less a little.</summary>
    private const double LeastPrecision = 0.92;

    private const double LeastRecall = 0.75;

    /// <param name="output">Where the weights go that all worlds teach; those that all but one do beside it, with the number of the one.</param>
    /// <param name="files">Pairs and background of each world.</param>
    public static int Run(string output, string[] files)
    {
        var worlds = files.Chunk(2).Select(world => Measure(world[0], world[1])).ToArray();
        foreach (var (number, world) in worlds.Index())
        {
            var others = Learn([.. worlds.Where(other => other != world).SelectMany(other => other).Where(pair => !pair.IsShut)]);
            File.WriteAllText($"{output}.without{number + 1}", others.ToString());
            Console.WriteLine($"world {number + 1}, taught by the others: {Judge(others, world)}; of the shut third: {Judge(others, [.. world.Where(pair => pair.IsShut)])}");
        }

        var score = Learn([.. worlds.SelectMany(world => world).Where(pair => !pair.IsShut)]);
        File.WriteAllText(output, score.ToString());
        Console.WriteLine($"all, taught by all but the shut third: {Judge(score, [.. worlds.SelectMany(world => world)])}; of the shut third: {Judge(score, [.. worlds.SelectMany(world => world).Where(pair => pair.IsShut)])}");
        return 0;
    }

    /// <summary>Judges every labelled pair by the weights that ship; 1: precision or recall is below the floor.</summary>
    public static int Floor(string[] files)
    {
        var pairs = files.Chunk(2).SelectMany(world => Measure(world[0], world[1])).ToArray();
        var merged = pairs.Where(pair => Judgement.Of(pair.Likeness, MatchingThresholds.Default).IsSame).ToArray();
        var right = merged.Count(pair => pair.Label == "same");
        var (precision, recall) = (right / (double)Math.Max(1, merged.Length), right / (double)Math.Max(1, pairs.Count(pair => pair.Label == "same")));
        Console.WriteLine($"{pairs.Length} pairs, precision {precision:F3} (floor {LeastPrecision}), recall {recall:F3} (floor {LeastRecall})");
        return precision >= LeastPrecision && recall >= LeastRecall ? 0 : 1;
    }

    private static string Judge(StoryScore score, LabelledPair[] pairs)
    {
        var limits = MatchingThresholds.Default with { Score = score };
        var judged = pairs.Select(pair => (pair.Label, Judgement.Of(pair.Likeness, limits).Relation)).ToArray();
        var merged = judged.Where(pair => pair.Relation == StoryRelation.Same).ToArray();
        var right = merged.Count(pair => pair.Label == "same");
        var related = judged.Where(pair => pair.Label == "related").ToArray();
        return $"{pairs.Length} pairs, precision {right / (double)Math.Max(1, merged.Length):F3}, recall {right / (double)Math.Max(1, judged.Count(pair => pair.Label == "same")):F3}, "
            + $"of {related.Length} related {related.Count(pair => pair.Relation == StoryRelation.Related)} told and {related.Count(pair => pair.Relation == StoryRelation.Same)} merged, "
            + $"of {judged.Count(pair => pair.Label == "different")} different {judged.Count(pair => pair.Label == "different" && pair.Relation == StoryRelation.Related)} related";
    }

    /// <summary>Every labelled pair as the hub would measure it when the later of the two comes.</summary>
    private static LabelledPair[] Measure(string pairsFile, string background)
    {
        var (pairs, _, ordered) = LabelledPairs.Read(pairsFile, background, isSpread: false);
        var labels = ReadLabels();
        foreach (var pair in pairs)
        {
            var label = pair.GetProperty("label").GetString() switch { LabelledPairs.Same => "same", "partial_roundup" => "related", "different" => "different", _ => null };
            if (label is not null)
            {
                labels[KeyOf(pair.GetProperty("a").GetProperty("url").GetString()!, pair.GetProperty("b").GetProperty("url").GetString()!)] = (label, false);
            }
        }

        var matcher = new StoryMatcher(keepDays: 90);
        var measured = new List<LabelledPair>();
        foreach (var article in ordered)
        {
            var pending = article.Pending();
            foreach (var (other, likeness) in matcher.Measure(pending.Article))
            {
                if (labels.Remove(KeyOf(ordered[(int)other - 1].Link, article.Link), out var found))
                {
                    measured.Add(new(found.Label, found.IsShut, likeness));
                }
            }

            matcher.Match([pending], _ => null, article.FirstSeenAt);
        }

        return [.. measured];
    }

    private static Dictionary<(ulong, ulong), (string Label, bool IsShut)> ReadLabels()
    {
        using var stream = typeof(StoryTraining).Assembly.GetManifestResourceStream("FeedHub.Benchmarks.Stories.labels.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .ToDictionary(
                cells => (Convert.ToUInt64(cells[0], 16), Convert.ToUInt64(cells[1], 16)),
                cells => (cells[2], Convert.ToUInt64(cells[0], 16) % 3 == 0));
    }

    private static (ulong, ulong) KeyOf(string a, string b)
    {
        var (one, other) = (WordHash.Long(a), WordHash.Long(b));
        return (Math.Min(one, other), Math.Max(one, other));
    }

    /// <summary>Logistic regression with a ridge, by Newton's method.</summary>
    private static StoryScore Learn(LabelledPair[] pairs)
    {
        var means = StoryScore.Signals.Select(signal => pairs.Average(pair => signal.Of(pair.Likeness))).ToArray();
        var rows = pairs.Select(pair => (double[])[1, .. StoryScore.Signals.Select((signal, index) => signal.Of(pair.Likeness) - means[index])]).ToArray();
        var weights = new double[means.Length + 1];
        for (var round = 0; round < MostRounds; round++)
        {
            var gradient = new double[weights.Length];
            var curvature = new double[weights.Length, weights.Length];
            for (var pair = 0; pair < rows.Length; pair++)
            {
                var odds = rows[pair].Zip(weights, (value, weight) => value * weight).Sum();
                var probability = 1 / (1 + Math.Exp(-odds));
                for (var one = 0; one < weights.Length; one++)
                {
                    gradient[one] += ((pairs[pair].Label == "same" ? 1 : 0) - probability) * rows[pair][one];
                    for (var other = 0; other < weights.Length; other++)
                    {
                        curvature[one, other] += Math.Max(1e-6, probability * (1 - probability)) * rows[pair][one] * rows[pair][other];
                    }
                }
            }

            for (var one = 1; one < weights.Length; one++)
            {
                gradient[one] -= Ridge * weights[one];
                curvature[one, one] += Ridge;
            }

            var step = Solve(curvature, gradient);
            weights = [.. weights.Zip(step, (weight, by) => weight + by)];
        }

        return new(weights[0], weights[1..], means);
    }

    /// <summary>Gauss and Jordan, with the largest pivot.</summary>
    private static double[] Solve(double[,] matrix, double[] values)
    {
        var size = values.Length;
        for (var column = 0; column < size; column++)
        {
            var pivot = Enumerable.Range(column, size - column).MaxBy(row => Math.Abs(matrix[row, column]));
            for (var cell = 0; cell < size; cell++)
            {
                (matrix[column, cell], matrix[pivot, cell]) = (matrix[pivot, cell], matrix[column, cell]);
            }

            (values[column], values[pivot]) = (values[pivot], values[column]);
            for (var row = 0; row < size; row++)
            {
                var factor = row == column ? 0 : matrix[row, column] / matrix[column, column];
                for (var cell = column; factor != 0 && cell < size; cell++)
                {
                    matrix[row, cell] -= factor * matrix[column, cell];
                }

                values[row] -= factor * values[column];
            }
        }

        return [.. values.Select((value, row) => value / matrix[row, row])];
    }

    private sealed record LabelledPair(string Label, bool IsShut, Likeness Likeness);
}
