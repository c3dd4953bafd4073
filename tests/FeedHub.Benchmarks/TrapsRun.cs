using System.Globalization;
using FeedHub.Parsing;
using FeedHub.Tests.Hostile;

namespace FeedHub.Benchmarks;

/// <summary><c>traps</c>: the processor time that each hostile feed of 16 MiB takes to read, the worst last.</summary>
internal static class TrapsRun
{
    private const int Length = 16 * 1024 * 1024;

    public static int Run()
    {
        // The first pays for compiling.
        Measure(FeedTraps.Make(FeedTraps.Names.First(), Length / 16));
        foreach (var (name, spent) in FeedTraps.Names.Select(name => (name, Spent: Measure(FeedTraps.Make(name, Length)))).OrderBy(trap => trap.Spent))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {spent.TotalSeconds:F2} s"));
        }

        return 0;
    }

    private static TimeSpan Measure(byte[] body)
    {
        var before = Environment.CpuUsage.TotalTime;
        FeedParser.Parse(body, new ParseOptions());
        return Environment.CpuUsage.TotalTime - before;
    }
}
