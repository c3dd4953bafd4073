using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml.Linq;

namespace FeedHub.Server.Endpoints;

/// <summary>What browsers and search engines ask a site for: manifest, search description, robots.</summary>
internal static class SiteEndpoints
{
    private const string Manifest = "application/manifest+json; charset=utf-8";
    private const string OpenSearch = "application/opensearchdescription+xml; charset=utf-8";
    private const string CacheControl = "public, max-age=86400";

    private static readonly XNamespace Description = "http://a9.com/-/spec/opensearch/1.1/";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapSite(this WebApplication app)
    {
        app.MapMethods("/manifest.webmanifest", Methods, (HttpContext context, CurrentCatalog current) => Text(context, ManifestOf(context.Request.PathBase, current.Catalog.Title), Manifest))
            .Describe("The web app manifest.", "application/manifest+json");
        app.MapMethods("/opensearch.xml", Methods, (HttpContext context, CurrentCatalog current, HubAddress address) => Text(context, OpenSearchOf(address.Of(context.Request), current.Catalog.Title), OpenSearch))
            .Describe("The search as OpenSearch, for browsers.", "application/opensearchdescription+xml");

        // Stories are their publishers': they say noindex themselves, which a robot only reads where it may come. Searches and feeds have no end.
        app.MapMethods("/robots.txt", Methods, (HttpContext context) => Text(context, $"User-agent: *\nDisallow: {context.Request.PathBase.ToUriComponent()}/search\nDisallow: {context.Request.PathBase.ToUriComponent()}/hangfire\n", "text/plain; charset=utf-8"))
            .Describe("What robots may read.", "text/plain");
    }

    private static IResult Text(HttpContext context, string text, string contentType)
    {
        context.Response.Headers.CacheControl = CacheControl;
        return Results.Text(text, contentType);
    }

    /// <summary>w3.org/TR/appmanifest.</summary>
    private static string ManifestOf(PathString pathBase, string title)
    {
        var path = pathBase.ToUriComponent();
        return JsonSerializer.Serialize(
            new
            {
                name = title,
                short_name = title,
                lang = "ar",
                dir = "rtl",
                start_url = path + "/",
                scope = path + "/",
                display = "minimal-ui",
                background_color = "#fbfaf7",
                theme_color = "#0b5d4e",
                icons = new object[]
                {
                    new { src = path + "/icon.svg", sizes = "any", type = "image/svg+xml" },
                    new { src = path + "/icon.png", sizes = "512x512", type = "image/png" },
                },
            },
            Json);
    }

    /// <summary>OpenSearch 1.1 draft 6.</summary>
    /// <param name="address">The hub's.</param>
    private static string OpenSearchOf(string address, string title)
    {
        var name = title.Length > 16 ? title[..(char.IsHighSurrogate(title[15]) ? 15 : 16)] : title;
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new XElement(
            Description + "OpenSearchDescription",
            new XElement(Description + "ShortName", name),
            new XElement(Description + "Description", title),
            new XElement(Description + "InputEncoding", "UTF-8"),
            new XElement(Description + "Image", new XAttribute("width", 32), new XAttribute("height", 32), new XAttribute("type", "image/x-icon"), address + "/favicon.ico"),
            Url("text/html", "/search?q={searchTerms}"),
            Url("application/atom+xml", "/search/feed.atom?q={searchTerms}"),
            Url("application/rss+xml", "/search/feed.rss?q={searchTerms}"));

        XElement Url(string type, string path) => new(Description + "Url", new XAttribute("type", type), new XAttribute("template", address + path));
    }
}
