using System.Globalization;

namespace FeedHub.Benchmarks.Search;

/// <summary>How well an article answers a search, of <c>grades.tsv</c>: 2 it is what it is about, 1 it tells of it, 0 it is of something else.</summary>
internal sealed class Grades(Dictionary<(string Typed, string Address), int> grades)
{
    public static Grades Read() =>
        new(Lines("grades.tsv").ToDictionary(parts => (parts[0], parts[1]), parts => int.Parse(parts[2], CultureInfo.InvariantCulture)));

    public static IEnumerable<string[]> Lines(string file)
    {
        using var reader = new StreamReader(typeof(Grades).Assembly.GetManifestResourceStream("FeedHub.Benchmarks.Search." + file)!);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
    }

    public bool Has(string typed, string address) => grades.ContainsKey((typed, address));

    /// <summary>It is not asked about again.</summary>
    public void Skip(string typed, string address) => grades[(typed, address)] = 0;

    /// <summary>Normalised discounted cumulative gain; 1 where no article of any grade is known.</summary>
    public double Gain(string typed, IEnumerable<string> found)
    {
        var best = grades.Where(grade => grade.Key.Typed == typed).Select(grade => grade.Value).OrderDescending().Take(10);
        var ideal = Discounted(best);
        return ideal == 0 ? 1 : Discounted(found.Select(address => grades.GetValueOrDefault((typed, address)))) / ideal;
    }

    private static double Discounted(IEnumerable<int> grades) => grades.Select((grade, place) => (Math.Pow(2, grade) - 1) / Math.Log2(place + 2)).Sum();
}
