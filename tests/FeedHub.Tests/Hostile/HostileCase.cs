using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Hostile;

/// <summary>One source of the exam: what its server does, and what FeedHub must have made of it.</summary>
/// <param name="Judge">Null: kept; otherwise what went wrong.</param>
internal sealed record HostileCase(string Name, Func<Hit, Task> Serve, Func<Seen, string?> Judge)
{
    /// <summary>Path and query of the feed.</summary>
    public string Path { get; init; } = "/feed";

    /// <summary>Members of its line in feeds.json beside <c>id</c> and <c>url</c>: <c>, "headers": { … }</c>.</summary>
    public string Line { get; init; } = "";

    /// <summary>The address in feeds.json, from the exam's own; null: http on a host of its own.</summary>
    public Func<ExamPlaces, string>? Address { get; init; }

    public override string ToString() => Name;
}

/// <summary>Where things are while an exam runs.</summary>
/// <param name="Host">Of the case; <paramref name="OtherHost"/> leads to the same case.</param>
/// <param name="CanaryPort">Nobody may ever connect there.</param>
internal sealed record ExamPlaces(string Host, string OtherHost, int Port, int SecurePort, int CanaryPort)
{
    public string Url(string name, string path) => $"http://{Host}:{Port}/{name}{path}";
}

/// <summary>One request of one case.</summary>
/// <param name="path">Without the case's name.</param>
/// <param name="number">From 0, of its path.</param>
internal sealed class Hit(HostileOrigin.Connection connection, string name, string path, int number, TimeSpan at, ExamPlaces places)
{
    public HostileOrigin.Connection Connection => connection;

    public string Name => name;

    public string Path => path;

    public int Number => number;

    public TimeSpan At => at;

    public TimeSpan? EndedAt { get; set; }

    public ExamPlaces Places => places;

    public string Head { get; } = connection.Head;

    public long Before { get; } = connection.Sent;

    public long Sent { get; set; }

    public string? this[string header] => Head.Split("\r\n").Skip(1)
        .Where(line => line.StartsWith(header + ":", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(header.Length + 1)..].Trim()).FirstOrDefault();

    public bool IsConditional => this["If-None-Match"] is not null || this["If-Modified-Since"] is not null;

    public Task SendAsync(string text) => connection.SendAsync(text);

    public Task AnswerAsync(int status, string body, params string[] headers) => AnswerAsync(status, System.Text.Encoding.UTF8.GetBytes(body), headers);

    public async Task AnswerAsync(int status, byte[] body, params string[] headers)
    {
        await connection.SendAsync($"HTTP/1.1 {status} Said\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Content-Length: {body.Length}\r\n\r\n");
        await connection.SendAsync(status is 304 or 204 ? ReadOnlyMemory<byte>.Empty : body);
    }

    /// <summary>A feed with these items.</summary>
    public Task FeedAsync(int[] items, params string[] headers) => AnswerAsync(200, HostileFeeds.Rss(name, items), headers);

    public Task RedirectAsync(int status, string to, params string[] headers) => AnswerAsync(status, "", [$"Location: {to}", .. headers]);

    public Uri Url(string to) => new($"http://{places.Host}:{places.Port}/{name}{to}");
}

/// <summary>What was seen of one case when the exam ended.</summary>
/// <param name="Health">Its line of /sources.json.</param>
/// <param name="Items">Of its own feed, as JSON Feed.</param>
internal sealed record Seen(string Name, IReadOnlyList<Hit> Hits, JsonElement Health, IReadOnlyList<JsonElement> Items, ExamTimes Times)
{
    public IEnumerable<Hit> On(string path) => Hits.Where(hit => hit.Path.Split('?')[0] == path);

    public string Error => Health.GetProperty("lastError").GetString() ?? "";

    public IEnumerable<string> Titles => Items.Select(item => item.GetProperty("title").GetString()!);
}

/// <param name="Timeout">Of one whole exchange.</param>
/// <param name="Slack">How many times later than promised things may come, where the machine is not ours alone.</param>
internal sealed record ExamTimes(TimeSpan Interval, int Rounds, TimeSpan Timeout, double Slack = 1)
{
    public TimeSpan Whole => Interval * Rounds;
}
