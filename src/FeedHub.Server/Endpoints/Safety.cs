namespace FeedHub.Server.Endpoints;

/// <summary>Headers every answer carries: nothing may run, embed or leak.</summary>
internal static class Safety
{
    private const string ContentPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' https: data:; media-src https:; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>The dashboard brings its own scripts and styles.</summary>
    private const string DashboardPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Written when the answer starts: an error handler throws away what was set before.</summary>
    public static Task HeadersAsync(HttpContext context, RequestDelegate next)
    {
        // Looked at now: by then the dashboard has taken its part off the path.
        context.Response.OnStarting(DashboardEndpoint.IsAt(context.Request.Path) ? WriteDashboardAsync : WriteAsync, context);
        return next(context);
    }

    public static void Write(HttpContext context) => Write(context, ContentPolicy);

    private static Task WriteAsync(object context)
    {
        Write((HttpContext)context, ContentPolicy);
        return Task.CompletedTask;
    }

    private static Task WriteDashboardAsync(object context)
    {
        Write((HttpContext)context, DashboardPolicy);
        return Task.CompletedTask;
    }

    private static void Write(HttpContext context, string policy)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }
}
