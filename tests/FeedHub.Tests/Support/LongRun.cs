namespace FeedHub.Tests.Support;

/// <summary>Whether the long ones run whole: months instead of days, a thousand papers instead of hundreds. <c>.ci/run</c> asks for it by <c>FEEDHUB_LONG=1</c>.</summary>
internal static class LongRun
{
    public static bool IsAsked { get; } = Environment.GetEnvironmentVariable("FEEDHUB_LONG") == "1";

    public static int Or(int few, int many) => IsAsked ? many : few;
}
