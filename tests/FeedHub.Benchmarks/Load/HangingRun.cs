using System.Globalization;
using FeedHub.Tests.Hostile;

namespace FeedHub.Benchmarks.Load;

/// <summary>
/// <c>hanging [--feeds 1000] [--bad 10] [--feedhub PATH]</c>: the published program polls so many healthy feeds, a host each, alone and then
/// beside as many that hang and as many that drip; prints how long a healthy feed waits from poll to poll in both.
/// </summary>
internal static class HangingRun
{
    private static readonly ExamTimes Times = new(TimeSpan.FromSeconds(5), 8, TimeSpan.FromSeconds(5));

    public static async Task<int> MainAsync(string[] args)
    {
        var feeds = int.Parse(LoadRun.Option(args, "--feeds") ?? "1000", CultureInfo.InvariantCulture);
        var bad = int.Parse(LoadRun.Option(args, "--bad") ?? "10", CultureInfo.InvariantCulture);
        var feedhub = LoadRun.Option(args, "--feedhub") ?? LoadRun.Publish();
        var alone = await MeasureAsync(feedhub, "without them", HostileExam.Healthy(feeds));
        var beside = await MeasureAsync(feedhub, FormattableString.Invariant($"{bad} that hang, {bad} that drip"), [.. HostileExam.Healthy(feeds), .. Bad(bad)]);
        Console.WriteLine(FormattableString.Invariant($"the cycle is {(beside / alone * 100) - 100:F1} % longer with them"));
        return beside <= alone * 1.05 ? 0 : 1;
    }

    /// <summary>Returns the mean cycle.</summary>
    private static async Task<double> MeasureAsync(string feedhub, string what, IEnumerable<HostileCase> cases)
    {
        await using var exam = new HostileExam(Times, [.. cases]);
        await exam.RunAsync(feedhub);

        var gaps = exam.HealthyGaps;
        var mean = gaps.Average(gap => gap.TotalSeconds);
        Console.WriteLine(FormattableString.Invariant(
            $"{exam.Cases.Count} feeds each {Times.Interval.TotalSeconds:F0} s, {what}: from poll to poll {mean:F3} s on average, 99 % within {gaps[gaps.Length * 99 / 100].TotalSeconds:F2} s, at most {gaps[^1].TotalSeconds:F2} s; peak {exam.PeakMiB} MiB, {exam.Cpu.TotalSeconds:F1} s CPU in {Times.Whole.TotalSeconds:F0} s"));
        return mean;
    }

    private static IEnumerable<HostileCase> Bad(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return new($"hangs-{i}", hit => hit.Connection.WaitForCloseAsync(), Judges.State("failing"));
            yield return new($"drips-{i}", async hit =>
            {
                await hit.SendAsync("HTTP/1.1 200 OK\r\n\r\n");
                while (true)
                {
                    await hit.SendAsync("<");
                    await Task.Delay(200, hit.Connection.Stop);
                }
            }, Judges.State("failing"));
        }
    }
}
