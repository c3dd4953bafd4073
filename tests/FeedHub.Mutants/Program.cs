using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using FeedHub.Mutants;

// Mutation testing: changes one sign of the source at a time and asks whether the tests of its room notice.
// dotnet run --project tests/FeedHub.Mutants -- [--count 100] [--seed 1] [--rooms Parsing,Cleaning,Stories,Fetching,Publishing,Sources]
// All are compiled into one copy of the checkout, and the environment chooses which is alive: one build, not a hundred.
var count = int.Parse(Option("--count") ?? "100", CultureInfo.InvariantCulture);
var random = new Random(int.Parse(Option("--seed") ?? "1", CultureInfo.InvariantCulture));
string[] rooms = (Option("--rooms") ?? "Parsing,Cleaning,Stories,Fetching,Publishing,Sources").Split(',');

var copy = await Checkout.CopyAsync();
var chosen = Choose();
while (await copy.BuildAsync(chosen) is { Count: > 0 } failed)
{
    // What does not compile is no mutant: another type was meant, or a variable is no longer set for sure.
    chosen = [.. chosen.Where((_, number) => !failed.Contains(number))];
}

var patience = new Dictionary<string, TimeSpan>();
foreach (var room in rooms)
{
    var watch = Stopwatch.StartNew();
    if (!await copy.TestAsync(room, mutant: -1, TimeSpan.FromMinutes(10)))
    {
        await Console.Error.WriteLineAsync($"The tests of {room} fail without any mutant. They are in {copy.Folder}.");
        return 2;
    }

    patience[room] = (3 * watch.Elapsed) + TimeSpan.FromSeconds(30);
}

var (noticed, tried) = (0, 0);
await Parallel.ForEachAsync(
    chosen.Index().Take(count),
    new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
    async (one, _) =>
    {
        var isNoticed = !await copy.TestAsync(one.Item.Room, one.Index, patience[one.Item.Room]);
        Interlocked.Add(ref noticed, isNoticed ? 1 : 0);
        Interlocked.Increment(ref tried);
        Console.WriteLine($"{(isNoticed ? "noticed " : "SURVIVED")} {one.Item.File}:{one.Item.Line}  {Line(one.Item.Original)}  →  {Line(one.Item.Mutated)}");
    });
Console.WriteLine($"{noticed} of {tried} noticed");
copy.Delete();
return 0;

string? Option(string name) => Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;

static string Line(string text) => Regex.Replace(text, @"\s+", " ");

// Some more than asked for, since some will not compile; none within another.
List<Mutation> Choose()
{
    var all = rooms.SelectMany(copy.Mutations).OrderBy(mutation => mutation.File, StringComparer.Ordinal).ThenBy(mutation => mutation.Span).ToArray();
    random.Shuffle(all);
    var some = new List<Mutation>();
    foreach (var mutation in all)
    {
        if (some.Count < count + (count / 4) + 5 && !some.Any(other => other.File == mutation.File && other.Span.IntersectsWith(mutation.Span)))
        {
            some.Add(mutation);
        }
    }

    return some;
}
