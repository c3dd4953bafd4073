using System.ComponentModel;
using FeedHub.Storage;
using Hangfire;

namespace FeedHub.Server.Jobs;

/// <summary>The slow chores: retention, which forgets what is older than <c>keepDays</c>, and compaction of what is seldom read.</summary>
public sealed class Housekeeping(ArticleStore articles, CurrentCatalog catalog, TimeProvider time)
{
    public const string JobId = "housekeeping";

    [DisplayName("Forget old articles, compress those seldom read")]
    [AutomaticRetry(Attempts = 0)]
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await articles.ExpireAsync(time.GetUtcNow().AddDays(-catalog.Catalog.KeepDays), cancellationToken);
        await articles.SettleAsync(cancellationToken);
    }
}
