using System.ComponentModel;
using FeedHub.Storage;
using Hangfire;

namespace FeedHub.Server.Jobs;

/// <summary>The slow chores: forgets what is older than <c>keepDays</c>.</summary>
public sealed class Housekeeping(ArticleStore articles, CurrentCatalog catalog, TimeProvider time)
{
    public const string JobId = "housekeeping";

    [DisplayName("Forget old articles")]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken cancellationToken) =>
        articles.ExpireAsync(time.GetUtcNow().AddDays(-catalog.Catalog.KeepDays), cancellationToken);
}
