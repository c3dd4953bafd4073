using System.Globalization;

namespace FeedHub.Tests.Support;

/// <summary>How many documents the properties are held against: a few by default, <c>FEEDHUB_FUZZ</c> of them where it is set.</summary>
internal static class FuzzCount
{
    private static readonly int? Asked = int.TryParse(Environment.GetEnvironmentVariable("FEEDHUB_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static int Or(int few) => Asked ?? few;
}
