using System.Globalization;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>Points in time as a person types them.</summary>
internal static class Instants
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>A date, an instant (UTC where no zone is given), or an age such as <c>7d</c>; null: none of these.</summary>
    public static DateTimeOffset? Parse(string text, TimeProvider time)
    {
        if (DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
        {
            return instant.ToUniversalTime();
        }

        var (age, mistake, _) = Durations.Parse(text);
        return mistake is null ? time.GetUtcNow() - age : null;
    }
}
