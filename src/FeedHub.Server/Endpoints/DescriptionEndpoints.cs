using System.Globalization;
using System.Reflection;
using FeedHub.Sources;
using Microsoft.OpenApi;

namespace FeedHub.Server.Endpoints;

/// <summary>What programs can read of the hub itself: <c>/openapi.json</c> of its HTTP face, <c>/feeds.schema.json</c> of its configuration.</summary>
internal static class DescriptionEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void AddHubDescription(this IServiceCollection services) => services.AddOpenApi(document =>
        document.AddDocumentTransformer((description, _, _) =>
        {
            description.Info = new OpenApiInfo
            {
                Title = "FeedHub",
                Description = "One merged, deduplicated feed of many news sites. No request changes anything; wrong input gets problem details (RFC 9457).",
                Version = typeof(DescriptionEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            };
            return Task.CompletedTask;
        }));

    public static void MapDescription(this WebApplication app)
    {
        app.MapOpenApi("/openapi.json").WithMetadata(new HttpMethodMetadata(Methods));
        app.MapMethods("/feeds.schema.json", Methods, () => Results.Text(CatalogSchema.Text(), "application/schema+json; charset=utf-8"))
            .Describe("The JSON Schema of feeds.json, for editors.", "application/schema+json");
    }

    /// <param name="summary">One sentence.</param>
    /// <param name="contentType">Of a good answer.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string summary, string contentType) =>
        route.WithSummary(summary).WithTags("FeedHub").Produces(StatusCodes.Status200OK, responseType: null, contentType);

    /// <summary>A parameter of the query that the handler reads itself.</summary>
    /// <param name="most">Of a whole number from 1; null: it is text.</param>
    public static RouteHandlerBuilder Query(this RouteHandlerBuilder route, string name, string meaning, long? most = null) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = meaning,
                Schema = most is { } limit
                    ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1", Maximum = limit.ToString(CultureInfo.InvariantCulture) }
                    : new OpenApiSchema { Type = JsonSchemaType.String },
            });
            return Task.CompletedTask;
        });
}
