using FeedHub.Storage;

namespace FeedHub.Server.Endpoints;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too, the dispatcher lives, and the matcher keeps up.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapHealth(this WebApplication app)
    {
        app.MapMethods("/health/live", Methods, () => Results.Text("ok"));
        app.MapMethods("/health/ready", Methods, async (StoryStore stories, HubHealth health, HubOptions options, CancellationToken cancellationToken) =>
        {
            if (options.Role != HubRole.Web && !health.IsDispatching)
            {
                return NotReady("The dispatcher has not looked for due feeds for a minute.");
            }

            if (options.Role != HubRole.Web && !health.IsMatching)
            {
                return NotReady("Articles have waited for the matcher for ten minutes.");
            }

            try
            {
                await stories.MarkAsync(cancellationToken);
                return Results.Text("ok");
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                return NotReady("The database does not answer.");
            }
        });
    }

    private static IResult NotReady(string reason) => Results.Problem(reason, statusCode: StatusCodes.Status503ServiceUnavailable);
}
