using System.Text.Json;

namespace FeedHub.Tests.Hostile;

/// <summary>What the cases ask of a run, each as a sentence where it does not hold.</summary>
internal static class Judges
{
    public static Func<Seen, string?> All(params Func<Seen, string?>[] judges) => seen => judges.Select(judge => judge(seen)).FirstOrDefault(fault => fault is not null);

    public static Func<Seen, string?> Shows(params int[] items) => seen =>
        items.FirstOrDefault(item => !seen.Titles.Contains(HostileFeeds.Title(seen.Name, item)), -1) is >= 0 and var missing
            ? $"item {missing} is not published; {seen.Items.Count} are; it says: {seen.Error}"
            : null;

    public static Func<Seen, string?> ShowsNothing { get; } = seen => seen.Items.Count == 0 ? null : $"published {string.Join(", ", seen.Titles)}";

    public static Func<Seen, string?> ShowsJust(int count) => seen =>
        seen.Items.Count == count ? null : $"published {seen.Items.Count}, not {count}: {string.Join(", ", seen.Titles)}; it says: {seen.Error}";

    /// <summary>At its wanted pace, as far as a busy machine lets it.</summary>
    public static Func<Seen, string?> KeepsPace { get; } = Polls(0.45, 1.1);

    /// <summary>Requests for the feed itself, as shares of the rounds.</summary>
    public static Func<Seen, string?> Polls(double least, double most, string path = "/feed") => seen =>
    {
        var polls = seen.On(path).Count();
        return polls >= Math.Floor(seen.Times.Rounds * least / seen.Times.Slack) && polls <= Math.Ceiling(seen.Times.Rounds * most) + 1
            ? null
            : $"{polls} requests in {seen.Times.Rounds} rounds";
    };

    public static Func<Seen, string?> Requests(int least, int most, string path = "/feed") => seen =>
        seen.On(path).Count() is var count && count >= least && count <= most ? null : $"{count} requests for {path}, not {least} to {most}; it says: {seen.Error}";

    /// <summary>No two requests for the feed closer together than this.</summary>
    public static Func<Seen, string?> Spaced(Func<ExamTimes, TimeSpan> least, int from = 0) => seen =>
    {
        var at = seen.On("/feed").Skip(from).Select(hit => hit.At).ToArray();
        var shortest = at.Zip(at.Skip(1), (one, next) => next - one).DefaultIfEmpty(TimeSpan.MaxValue).Min();
        return shortest >= least(seen.Times) * 0.9 ? null : $"asked again after {shortest.TotalSeconds:F2} s";
    };

    public static Func<Seen, string?> BacksOff { get; } = All(Polls(0.05, 0.5), State("failing"));

    public static Func<Seen, string?> Says(params string[] words) => seen =>
        words.FirstOrDefault(word => !seen.Error.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } missing
            ? $"the reason does not say “{missing}”: {seen.Error}"
            : null;

    public static Func<Seen, string?> State(string state) => seen =>
        seen.Health.GetProperty("state").GetString() is var is_ && is_ == state ? null : $"its state is {is_}, not {state}: {seen.Error}";

    public static Func<Seen, string?> IsWell { get; } = State("ok");

    public static Func<Seen, string?> OneUnconditional { get; } = Unconditional(1, 1);

    public static Func<Seen, string?> Unconditional(int least, int most) => seen =>
        seen.On("/feed").Count(hit => !hit.IsConditional) is var count && count >= least && count <= most ? null : $"{count} unconditional requests, not {least} to {most}";

    /// <summary>Every request after the first carries exactly this; null: no such header.</summary>
    public static Func<Seen, string?> Returns(string header, string? value, int from = 1) => seen =>
        seen.On("/feed").Skip(from).FirstOrDefault(hit => hit[header] != value) is { } wrong ? $"{header} was {wrong[header] ?? "left out"} in request {wrong.Number}" : null;

    public static Func<Seen, string?> NeverAsks(string path) => seen => seen.On(path).Any() ? $"asked for {path}" : null;

    public static Func<Seen, string?> Holds(Func<Seen, bool> rule, string what) => seen => rule(seen) ? null : $"{what}; it says: {seen.Error}";

    /// <summary>However long the server takes, we have gone.</summary>
    public static string? EndsInTime(Seen seen, TimeSpan now)
    {
        var most = ((seen.Times.Timeout * 1.5) + TimeSpan.FromSeconds(2)) * seen.Times.Slack;
        var longest = seen.Hits.Select(hit => (hit.EndedAt ?? now) - hit.At).DefaultIfEmpty().Max();
        return longest <= most ? null : $"an exchange lasted {longest.TotalSeconds:F1} s";
    }

    public static string? TakesFewBytes(Seen seen)
    {
        const long Most = (16 + 8) * 1024 * 1024;
        var most = seen.Hits.Select(hit => hit.Sent).DefaultIfEmpty().Max();
        return most <= Most ? null : $"took {most / 1024 / 1024} MiB";
    }

    public static string Text(this JsonElement item) =>
        (item.TryGetProperty("content_text", out var text) ? text.GetString() : null) ?? (item.TryGetProperty("content_html", out var html) ? html.GetString() : null) ?? "";
}
