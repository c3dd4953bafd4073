using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FeedHub;

/// <summary>
/// Processor time of the running thread: unlike the wall clock it does not go on while other programs have the processor. Where the system does
/// not tell it, the wall clock.
/// </summary>
internal static class ThreadTime
{
    /// <summary><c>CLOCK_THREAD_CPUTIME_ID</c>.</summary>
    private static readonly int Clock = OperatingSystem.IsMacOS() ? 16 : 3;

    private static readonly bool IsTold = OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>Since some moment; differences are meant, between two calls on one thread.</summary>
    public static TimeSpan Now =>
        IsTold && GetTime(Clock, out var time) == 0
            ? TimeSpan.FromSeconds((long)time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / TimeSpan.NanosecondsPerTick)
            : Stopwatch.GetElapsedTime(0);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
