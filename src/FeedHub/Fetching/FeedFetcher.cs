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
    private readonly HttpMessageInvoker _public;

    // A pooled connection knows nothing of who may use it, so what is allowed to one feed has connections of its own.
    private readonly HttpMessageInvoker _private;
    private readonly HostBudget _hosts;
    private readonly BodyReader _bodies;
    private readonly SemaphoreSlim _all;
    private readonly SemaphoreSlim _slow;

    /// <exception cref="FormatException">An entry of <see cref="FetchLimits.AllowedPrivateNetworks"/> is no network; the message names it.</exception>
    public FeedFetcher(FetchLimits limits, TimeProvider time)
        : this(limits, time, WebConnections.ResolveAsync)
    {
    }

    /// <param name="resolve">Looks names up instead of the system's resolver.</param>
    public FeedFetcher(FetchLimits limits, TimeProvider time, ResolveName resolve)
        : this(
            limits,
            time,
            WebConnections.Create(limits, new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks), resolve),
            WebConnections.Create(limits, new PublicAddresses([], allowAll: true), resolve))
    {
    }

    /// <param name="web">Answers instead of the network; addresses are not looked at.</param>
    public FeedFetcher(FetchLimits limits, TimeProvider time, HttpMessageHandler web)
        : this(limits, time, web, web)
    {
    }

    private FeedFetcher(FetchLimits limits, TimeProvider time, HttpMessageHandler publicWeb, HttpMessageHandler privateWeb)
    {
        _limits = limits;
        _time = time;
        _addresses = new PublicAddresses(limits.AllowedPrivateNetworks, limits.AllowAllPrivateNetworks);
        _public = new HttpMessageInvoker(publicWeb);
        _private = new HttpMessageInvoker(privateWeb);
        _hosts = new HostBudget(limits.MaxPerHost, limits.MaxPerHostPerSecond, time);
        _bodies = new BodyReader(new MemoryBudget(limits.MaxBodyMemoryBytes));
        _all = new SemaphoreSlim(limits.MaxConcurrent);
        _slow = new SemaphoreSlim(Math.Max(1, limits.MaxConcurrent / 2));
    }

    /// <summary>What we call ourselves.</summary>
    /// <param name="contact">Address where more is said about us; null: none.</param>
    public static string UserAgent(string? contact) =>
        Product + (string.IsNullOrWhiteSpace(contact) ? " (feed aggregator)" : $" (+{contact.Trim()}; feed aggregator)");

    /// <summary>Never throws but on cancellation: the world's faults are values.</summary>
    public Task<FetchResult> FetchAsync(FetchRequest request, CancellationToken cancellationToken) =>
        FetchAsync(request, (result, _) => Task.FromResult(Kept(result)), cancellationToken);

    /// <summary>
    /// The same; a body keeps its place among those under way, and its memory, until <paramref name="use"/> is done with it, and is only lent to
    /// it: however slow its user is, bodies do not pile up. Only pages may be fetched meanwhile; they need no place of their own.
    /// </summary>
    /// <param name="use">May dispose what it is given beside the result once it needs neither the body nor pages any more.</param>
    public async Task<T> FetchAsync<T>(FetchRequest request, Func<FetchResult, IDisposable, Task<T>> use, CancellationToken cancellationToken)
    {
        using var exchange = new Exchange(request, _limits);
        var result = await FollowAsync(exchange, cancellationToken);
        var told = result with
        {
            WireBytes = exchange.Meter.Received > 0 ? exchange.Meter.Received : result.WireBytes,
            RetryAfter = exchange.RetryAfter,
            SentAt = exchange.SentAt,
            AnsweredAt = exchange.SentAt is null ? null : _time.GetUtcNow(),
        };
        return await use(told, exchange);
    }

    public void Dispose()
    {
        _public.Dispose();
        _private.Dispose();
        _all.Dispose();
        _slow.Dispose();
    }

    private static FetchResult Kept(FetchResult result) => result is FetchResult.Fetched lent ? lent with { Body = lent.Body.ToArray() } : result;

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
            using var turn = await PatientlyAsync(exchange, patience => _hosts.EnterAsync(host, patience, cancellationToken));
            if (turn is null)
            {
                return FetchFailures.Busy(host);
            }

            if (turn.AwayFor is { } wait)
            {
                exchange.RetryAfter = wait;
                return FetchFailures.Away(host);
            }

            if (await InTurnAsync(exchange, turn, cancellationToken) is { } result)
            {
                return result;
            }
        }
    }

    /// <summary>One hop among all that are under way; null: a redirect, to be followed.</summary>
    private async Task<FetchResult?> InTurnAsync(Exchange exchange, HostTurn turn, CancellationToken cancellationToken)
    {
        // A page is fetched in the place of its feed. However many hosts hang, half of the places stay for those that answer.
        return exchange.Request.IsPage ? await Hop()
            : turn.IsSlow
            ? await InPlaceAsync(_slow, exchange, () => InPlaceAsync(_all, exchange, Hop, cancellationToken), cancellationToken)
            : await InPlaceAsync(_all, exchange, Hop, cancellationToken);

        Task<FetchResult?> Hop() => WithDeadlineAsync(exchange, turn, cancellationToken);
    }

    private async Task<FetchResult?> InPlaceAsync(
        SemaphoreSlim places, Exchange exchange, Func<Task<FetchResult?>> hop, CancellationToken cancellationToken)
    {
        if (!await PatientlyAsync(exchange, patience => places.WaitAsync(patience, cancellationToken)))
        {
            return FetchFailures.Crowded();
        }

        var place = new Place(places);
        FetchResult? result = null;
        try
        {
            return result = await hop();
        }
        finally
        {
            // What large bodies hold of the memory bounds them already, and they may have to wait for each other.
            if (result is FetchResult.Fetched { Body.Length: <= BodyReader.SmallBytes } && places == _all)
            {
                exchange.Keep(place);
            }
            else
            {
                place.Dispose();
            }
        }
    }

    /// <summary>All waiting of an exchange, for hosts and for places, is counted together: a poll's lease must outlast it.</summary>
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
        WireMeter.Current = exchange.Meter;
        try
        {
            var result = await HopAsync(exchange, turn, either.Token);
            turn.Ended(inTime: true);
            return result;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception) when (deadline.IsCancellationRequested)
        {
            turn.Ended(inTime: false);
            return FetchFailures.TimedOut(exchange, _limits.Timeout);
        }
        catch (Exception exception)
        {
            // One feed never costs the others, whatever its server thought of.
            turn.Ended(inTime: exception is not OperationCanceledException);
            return exception is OperationCanceledException ? FetchFailures.TimedOut(exchange, _limits.Timeout) : FetchFailures.From(exception, exchange);
        }
        finally
        {
            WireMeter.Current = null;
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

        var web = exchange.IsPrivateAllowed ? _private : _public;
        using var answer = await web.SendAsync(message, cancellationToken);
        var status = (int)answer.StatusCode;
        var now = _time.GetUtcNow();
        exchange.Answered(now);
        exchange.RetryAfter = Longer(exchange.RetryAfter, AnswerHeaders.RetryAfter(answer, now));

        // (3) Redirects.
        if (status is 300 or 301 or 302 or 303 or 307 or 308 && AnswerHeaders.Location(answer, exchange.Url) is { } target)
        {
            return Follow(exchange, target, status is 301 or 308);
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

    private static FetchResult.Failed? Follow(Exchange exchange, Uri target, bool isPermanent)
    {
        var isLoop = !exchange.TryFollow(target, isPermanent);
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

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }

    private static string Version() =>
        typeof(FeedFetcher).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";
}
