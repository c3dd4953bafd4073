using System.Net;
using System.Reflection;

namespace FeedHub.Fetching;

/// <summary>
/// One polite, bounded HTTP exchange: (1) the host's turn, (2) the request, (3) redirects, followed by hand, (4) what the status says,
/// (5) the body under limits. Thread-safe; one for the process, since it remembers what each host is owed.
/// </summary>
public sealed class FeedFetcher : IDisposable
{
    public const int MaxRedirects = 10;

    /// <summary>Enough of an error page to tell what it is.</summary>
    private const int ErrorPageBytes = 16 * 1024;

    /// <summary>Headers that say who sent us away.</summary>
    private static readonly (string Header, string Name)[] Guards = [("cf-mitigated", "Cloudflare"), ("x-amzn-waf-action", "Amazon WAF"), ("x-vercel-mitigated", "Vercel")];

    private static readonly string Product = "FeedHub/" + Version();

    private readonly FetchLimits _limits;
    private readonly TimeProvider _time;
    private readonly PublicAddresses _addresses;
    private readonly WebConnections _web;
    private readonly BodyReader _bodies;

    /// <exception cref="FormatException">An entry of <see cref="FetchLimits.AllowedPrivateNetworks"/> is no network; the message names it.</exception>
    public FeedFetcher(FetchLimits limits, TimeProvider time)
        : this(limits, time, WebConnections.ResolveAsync)
    {
    }

    /// <param name="resolve">Looks names up instead of the system's resolver.</param>
    public FeedFetcher(FetchLimits limits, TimeProvider time, ResolveName resolve)
        : this(limits, time, new WebConnections(limits, resolve))
    {
    }

    /// <param name="web">Answers instead of the network; addresses and certificates are not looked at.</param>
    public FeedFetcher(FetchLimits limits, TimeProvider time, HttpMessageHandler web)
        : this(limits, time, new WebConnections(web))
    {
    }

    private FeedFetcher(FetchLimits limits, TimeProvider time, WebConnections web)
    {
        _limits = limits;
        _time = time;
        _addresses = new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks);
        _web = web;
        Gates = new Gates(limits, time);
        _bodies = new BodyReader(Gates.Memory);
    }

    /// <summary>Those of all exchanges and polls of this process.</summary>
    public Gates Gates { get; }

    /// <summary>What we call ourselves.</summary>
    /// <param name="contact">Address where more is said about us; null: none.</param>
    public static string UserAgent(string? contact) =>
        Product + (string.IsNullOrWhiteSpace(contact) ? " (feed aggregator)" : $" (+{contact.Trim()}; feed aggregator)");

    /// <summary>
    /// Never throws but on cancellation: the world's faults are values. Who holds the lease of one answer must not ask for another; a body keeps
    /// its place among those under way until the lease is disposed.
    /// </summary>
    public async Task<FetchLease> FetchAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        PermitHolder.Begin();
        var exchange = new Exchange(request, _limits);
        var lease = exchange.Lease;
        try
        {
            var result = await FollowAsync(exchange, cancellationToken);
            lease.Result = result with
            {
                WireBytes = exchange.Meter.Received > 0 ? exchange.Meter.Received : result.WireBytes,
                RetryAfter = exchange.RetryAfter,
                SentAt = exchange.SentAt,
                AnsweredAt = exchange.SentAt is null ? null : _time.GetUtcNow(),
            };
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The same for those who poll nothing: the body is their own, and nothing is held.</summary>
    public async Task<FetchResult> DownloadAsync(FetchRequest request, CancellationToken cancellationToken)
    {
        using var lease = await FetchAsync(request, cancellationToken);
        return lease.Result is FetchResult.Fetched lent ? lent with { Body = lent.Body.ToArray() } : lease.Result;
    }

    public void Dispose()
    {
        _web.Dispose();
        Gates.Dispose();
    }

    private async Task<FetchResult> FollowAsync(Exchange exchange, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (exchange.Url.Scheme is not ("http" or "https"))
            {
                return FetchFailures.NotWeb(exchange);
            }

            if (exchange.Left <= TimeSpan.Zero)
            {
                return FetchFailures.TimedOut(exchange, _limits.Timeout);
            }

            // (1) The host's turn. Redirects have left the host before, so no host is ever held while waiting for another.
            var host = exchange.Url.IdnHost.TrimEnd('.').ToLowerInvariant();
            if (exchange.Request.IsPage && !Gates.Hosts.MayAskForPages(host))
            {
                return FetchFailures.PagesRest(host);
            }

            using var turn = await PatientlyAsync(exchange, patience => Gates.Hosts.EnterAsync(host, patience, cancellationToken));
            if (turn is null)
            {
                return FetchFailures.Busy(host);
            }

            if (Spared(exchange, turn, host) is { } spared)
            {
                turn.Unused();
                return spared;
            }

            if (await InTurnAsync(exchange, turn, cancellationToken) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>Why the host is left in peace, which it may have earned while this one waited; null: it is not.</summary>
    private static FetchResult.Failed? Spared(Exchange exchange, HostTurn turn, string host)
    {
        if (turn.AwayFor is { } wait)
        {
            exchange.RetryAfter = Longer(exchange.RetryAfter, wait);
            return FetchFailures.Away(host);
        }

        return exchange.Request.IsPage && turn.ArePagesResting ? FetchFailures.PagesRest(host) : null;
    }

    /// <summary>One hop among all that are under way; null: a redirect, to be followed.</summary>
    private async Task<FetchResult?> InTurnAsync(Exchange exchange, HostTurn turn, CancellationToken cancellationToken)
    {
        var isPage = exchange.Request.IsPage;
        using var slow = turn.IsSlow && !isPage ? await EnterAsync(Gates.Slow) : null;
        var place = slow is null && turn.IsSlow && !isPage ? null : await EnterAsync(isPage ? Gates.Pages : Gates.Places);
        if (place is null)
        {
            return FetchFailures.Crowded();
        }

        FetchResult? result = null;
        try
        {
            return result = await WithDeadlineAsync(exchange, turn, cancellationToken);
        }
        finally
        {
            // What large bodies hold of the memory bounds them already, and they may have to wait for each other.
            if (result is FetchResult.Fetched { Body.Length: <= BodyReader.SmallBytes })
            {
                exchange.Lease.Keep(place);
            }
            else
            {
                place.Dispose();
            }
        }

        Task<Permit?> EnterAsync(Gate gate) => PatientlyAsync(exchange, patience => gate.EnterAsync(patience, cancellationToken));
    }

    /// <summary>All waiting of an exchange, for hosts and for places, is counted together: it is put off rather than kept for ever.</summary>
    private async Task<T> PatientlyAsync<T>(Exchange exchange, Func<TimeSpan, Task<T>> wait)
    {
        var startedAt = _time.GetTimestamp();
        var result = await wait(exchange.Patience > TimeSpan.Zero ? exchange.Patience : TimeSpan.Zero);
        exchange.Patience -= _time.GetElapsedTime(startedAt);
        return result;
    }

    private async Task<FetchResult?> WithDeadlineAsync(Exchange exchange, HostTurn turn, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(exchange.Left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var startedAt = _time.GetTimestamp();
        exchange.SentAt ??= _time.GetUtcNow();
        exchange.Meter.Begin();
        try
        {
            var result = await HopAsync(exchange, turn, either.Token);
            turn.Ended(inTime: true, exchange.Request.IsPage);
            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            turn.Ended(inTime: false, exchange.Request.IsPage);
            return FetchFailures.TimedOut(exchange, _limits.Timeout);
        }
        catch (Exception exception)
        {
            // One feed never costs the others, whatever its server thought of.
            turn.Ended(inTime: exception is not OperationCanceledException, exchange.Request.IsPage);
            return exception is OperationCanceledException ? FetchFailures.TimedOut(exchange, _limits.Timeout) : FetchFailures.From(exception, exchange);
        }
        finally
        {
            WireMeter.End();
            exchange.Left -= _time.GetElapsedTime(startedAt);
        }
    }

    private async Task<FetchResult?> HopAsync(Exchange exchange, HostTurn turn, CancellationToken cancellationToken)
    {
        // (2) The request.
        using var message = exchange.ToMessage();
        message.Options.Set(WebConnections.Turn, turn);
        if (_limits.Proxy is not null && IsInsideByName(exchange))
        {
            return FetchFailures.Inside($"{exchange.Url.IdnHost} is an address inside a private network.");
        }

        using var answer = await _web.For(exchange.IsPrivateAllowed, exchange.Certificate).SendAsync(message, cancellationToken);
        var status = (int)answer.StatusCode;
        var now = _time.GetUtcNow();
        exchange.Answered(now);
        exchange.RetryAfter = Longer(exchange.RetryAfter, AnswerHeaders.RetryAfter(answer, now));

        // (3) Redirects.
        if (status is 300 or 301 or 302 or 303 or 307 or 308 && AnswerHeaders.Location(answer, exchange.Url) is { } target)
        {
            return Follow(exchange, target, status is 301 or 308, AnswerHeaders.Cookies(answer));
        }

        // (4) What the status says.
        switch (status)
        {
            case 200 or 203 or 226:
                turn.Welcomed();
                break;
            case 304 when !exchange.Request.Validators.IsEmpty:
                turn.Welcomed();
                return new FetchResult.NotModified
                {
                    Status = status,
                    Validators = Freshened(exchange.Request.Validators, AnswerHeaders.Validators(answer)),
                    FreshFor = AnswerHeaders.FreshFor(answer, now),
                    MovedTo = exchange.MovedTo,
                };
            case 410 when exchange.OnlyPermanent:
                return new FetchResult.Gone { Status = status };
            default:
                if (status == 429)
                {
                    turn.SaidTooMany(AnswerHeaders.RetryAfter(answer, now));
                }

                return await RefusalAsync(answer, status, exchange, cancellationToken);
        }

        // (5) The body, under limits.
        var body = await _bodies.ReadAsync(answer.Content, exchange, cancellationToken);
        return new FetchResult.Fetched(body, AnswerHeaders.ContentType(answer), exchange.Url, IsDelta: status == 226)
        {
            Status = status,
            Validators = AnswerHeaders.Validators(answer),
            Links = AnswerHeaders.Links(answer),
            FreshFor = AnswerHeaders.FreshFor(answer, now),
            MovedTo = exchange.MovedTo,
            WireBytes = body.Length,
            Hub = AnswerHeaders.Link(answer, "hub", exchange.Url),
            Self = AnswerHeaders.Link(answer, "self", exchange.Url),
        };
    }

    private static FetchResult.Failed? Follow(Exchange exchange, Uri target, bool isPermanent, IEnumerable<string> cookies)
    {
        var isLoop = !exchange.TryFollow(target, isPermanent, cookies);
        return isLoop || exchange.Redirects > MaxRedirects ? FetchFailures.TooManyRedirects(exchange, isLoop) : null;
    }

    private static async Task<FetchResult> RefusalAsync(HttpResponseMessage answer, int status, Exchange exchange, CancellationToken cancellationToken)
    {
        var host = exchange.Url.IdnHost;
        if (Array.Find(Guards, guard => AnswerHeaders.First(answer.Headers, guard.Header) is not null).Name is { } named)
        {
            return NotAFeedPage.Challenge(named, host) with { Status = status };
        }

        var mayExplain = status is 202 or 401 or 403 or 405 or 406 or 429 or 503
            && (AnswerHeaders.ContentType(answer) is not { } type || type.Contains("html", StringComparison.OrdinalIgnoreCase) || type.Contains("plain", StringComparison.OrdinalIgnoreCase));
        var page = mayExplain ? await BodyReader.ReadStartAsync(answer.Content, ErrorPageBytes, cancellationToken) : [];
        return NotAFeedPage.ChallengeIn(page) is { } guard
            ? NotAFeedPage.Challenge(guard, host) with { Status = status }
            : FetchFailures.FromStatus(status, host) with { Status = status };
    }

    // RFC 9111 §4.3.4: what the 304 does not say again stays as it was.
    private static Validators Freshened(Validators sent, Validators now) => new(now.ETag ?? sent.ETag, now.LastModified ?? sent.LastModified);

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other : one;

    // A proxy resolves names itself; what can be told from the address alone is still refused.
    private bool IsInsideByName(Exchange exchange)
    {
        var host = exchange.Url.IdnHost.TrimEnd('.');
        return !exchange.IsPrivateAllowed && !_limits.AllowAllPrivateNetworks
            && (IPAddress.TryParse(host, out var literal)
                ? !_addresses.IsAllowed(literal)
                : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));
    }

    private static string Version() =>
        typeof(FeedFetcher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
