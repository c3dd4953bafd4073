using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FeedHub.Tests.Support;

/// <summary>A publisher on loopback: pages that a test puts up and changes, with ETags, and a log of who asked for what.</summary>
internal sealed class FeedOrigin : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, string> _pages = new();
    private readonly ConcurrentDictionary<string, string> _types = new();
    private readonly ConcurrentDictionary<string, string> _links = new();
    private readonly ConcurrentDictionary<string, (int Status, string? Location)> _answers = new();
    private readonly ConcurrentDictionary<string, Action> _actions = new();

    private FeedOrigin(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Path, string? IfNoneMatch, int Status)> Requests { get; } = new();

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<FeedOrigin> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var origin = new FeedOrigin(builder.Build());
        origin._app.Run(origin.AnswerAsync);
        await origin._app.StartAsync();
        return origin;
    }

    public void Put(string path, string body) => _pages[path] = body;

    public void PutPage(string path, string html) => (_pages[path], _types[path]) = (html, "text/html; charset=utf-8");

    /// <summary>Sends a Link header with that page.</summary>
    public void Link(string path, string link) => _links[path] = link;

    /// <summary>Instead of a page.</summary>
    public void Answer(string path, int status, string? location = null) => _answers[path] = (status, location);

    /// <summary>Done each time before the path is answered.</summary>
    public void When(string path, Action action) => _actions[path] = action;

    public string Url(string path) => Address + path;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = context.Request.Headers.IfNoneMatch.ToString();
        string? body = null;
        _actions.GetValueOrDefault(context.Request.Path)?.Invoke();
        if (_answers.TryGetValue(context.Request.Path, out var answer))
        {
            context.Response.StatusCode = answer.Status;
            context.Response.Headers.Location = answer.Location;
        }
        else if (!_pages.TryGetValue(context.Request.Path, out body))
        {
            context.Response.StatusCode = 404;
        }
        else
        {
            var tag = $"\"{body.GetHashCode(StringComparison.Ordinal):x}\"";
            context.Response.Headers.ETag = tag;
            context.Response.Headers.Link = _links.GetValueOrDefault(context.Request.Path);
            context.Response.ContentType = _types.GetValueOrDefault(context.Request.Path, "application/xml; charset=utf-8");
            context.Response.StatusCode = asked == tag ? 304 : 200;
        }

        Requests.Enqueue((context.Request.Path, asked.Length == 0 ? null : asked, context.Response.StatusCode));
        if (context.Response.StatusCode == 200 && body is not null)
        {
            await context.Response.WriteAsync(body);
        }
    }
}
