using System.Globalization;

namespace FeedHub.Tests.Support;

/// <summary>
/// What other programs leave us of the machine. A promise in seconds is made for a machine of one's own: where many share it, a test allows as many
/// times longer.
/// </summary>
internal static class Busy
{
    private const double MostOften = 10;

    /// <summary>Debug builds are slower; quadratic work is slower by thousands.</summary>
    public static int Slowness =>
#if DEBUG
        8;
#else
        1;
#endif

    /// <summary>1: nobody else wants the processor.</summary>
    public static double Factor => Math.Clamp(Running() / Environment.ProcessorCount, 1, MostOften);

    public static TimeSpan Allow(double seconds) => TimeSpan.FromSeconds(seconds * Factor);

    /// <summary>Programs that run or want to: in the last minute, or now if more; 0 where the system does not say.</summary>
    private static double Running()
    {
        if (!File.Exists("/proc/loadavg"))
        {
            return 0;
        }

        var load = File.ReadAllText("/proc/loadavg").Split(' ');
        return Math.Max(Number(load[0]), Number(load[3].Split('/')[0]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
