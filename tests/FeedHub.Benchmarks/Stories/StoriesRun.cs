using System.Globalization;

namespace FeedHub.Benchmarks.Stories;

/// <summary>
/// Judges the matcher against labels, and times it: <c>stories eval --pairs FILE --background FILE</c>, <c>stories perturb</c> (the same
/// arguments), <c>stories train OUTPUT PAIRS BACKGROUND PAIRS BACKGROUND…</c>, <c>stories floor PAIRS BACKGROUND…</c> (exit 1 below the floor),
/// <c>stories orders PAIRS BACKGROUND</c>, <c>stories farm DIR</c>, <c>stories scale [ARTICLES]</c>.
/// </summary>
internal static class StoriesRun
{
    /// <summary>Pairs and background of two: each is judged by what the other teaches.</summary>
    private const int TwoWorlds = 4;

    public static int Run(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        return args switch
        {
            ["eval", "--pairs", var pairs] => LabelledPairs.Run(pairs, null),
            ["eval", "--pairs", var pairs, "--background", var background] => LabelledPairs.Run(pairs, background),
            ["perturb", "--pairs", var pairs] => LabelledPairs.Perturb(pairs, null),
            ["perturb", "--pairs", var pairs, "--background", var background] => LabelledPairs.Perturb(pairs, background),
            ["eval", "--pairs", var pairs, "--background", var background, "--weights", var weights] => LabelledPairs.Run(pairs, background, weights),
            ["train", var output, .. var files] when files.Length >= TwoWorlds && files.Length % 2 == 0 => StoryTraining.Run(output, files),
            ["floor", .. var files] when files.Length is > 0 && files.Length % 2 == 0 => StoryTraining.Floor(files),
            ["orders", var pairs, var background] => StoryOrders.Run(pairs, background),
            ["farm", var folder, "--weights", var weights] => FarmTruth.Run(folder, weights),
            ["farm", var folder] => FarmTruth.Run(folder),
            ["scale"] => MatcherScale.Run(1_000_000),
            ["scale", var articles] => MatcherScale.Run(int.Parse(articles, CultureInfo.InvariantCulture)),
            _ => Usage(),
        };
    }

    private static int Usage()
    {
        Console.Error.WriteLine("stories eval|perturb --pairs FILE [--background FILE [--weights FILE]] | stories train OUTPUT PAIRS BACKGROUND PAIRS BACKGROUND… | stories floor PAIRS BACKGROUND… | stories orders PAIRS BACKGROUND | stories farm DIR [--weights FILE] | stories scale [ARTICLES]");
        return 2;
    }
}
