using System.Globalization;
using FeedHub.Tests.Hostile;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>hostile [--interval 3] [--rounds 20] [--timeout 5] [--feedhub PATH]</c>: the published program against every case of the hostile exam at
/// once; prints what was not kept, the peak of its memory, and its CPU time.
/// </summary>
internal static class HostileRun
{
    public static async Task<int> MainAsync(string[] args)
    {
        var times = new ExamTimes(Seconds(args, "--interval", 3), (int)Number(args, "--rounds", 20), Seconds(args, "--timeout", 5));
        await using var exam = new HostileExam(times, HostileExam.AllCases());
        await exam.RunAsync(LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish());
        foreach (var (name, fault) in exam.Faults.Where(fault => fault.Value is not null))
        {
            Console.WriteLine($"{name}: {fault}");
        }

        exam.WholeFaults.ForEach(Console.WriteLine);
        var kept = exam.Faults.Count(fault => fault.Value is null);
        Console.WriteLine(FormattableString.Invariant(
            $"{kept} of {exam.Cases.Count} cases kept, {exam.WholeFaults.Count} faults of the whole; peak {exam.PeakMiB} MiB, {exam.Cpu.TotalSeconds:F1} s CPU in {times.Whole.TotalSeconds:F0} s; a healthy source waited {exam.HealthyGaps[^1].TotalSeconds:F2} s at most, at a pace of {times.Interval.TotalSeconds:F0} s"));
        if (Array.IndexOf(args, "--log") is >= 0 and var at)
        {
            await File.WriteAllTextAsync(args[at + 1], exam.Log);
        }

        return kept == exam.Cases.Count && exam.WholeFaults.Count == 0 ? 0 : 1;
    }

    private static TimeSpan Seconds(string[] args, string name, double otherwise) => TimeSpan.FromSeconds(Number(args, name, otherwise));

    private static double Number(string[] args, string name, double otherwise) =>
        LoadRun.Option(args, name) is { } value ? double.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
