using FeedHub.Tests.Server;
using FeedHub.Tests.Server.Commands;
using FeedHub.Tests.Support;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SlowFirst))]

namespace FeedHub.Tests.Support;

/// <summary>Longest job first: what takes minutes begins at once, so that at the end nobody waits for one class.</summary>
public sealed class SlowFirst : ITestCollectionOrderer
{
    private static readonly Type[] Slow =
        [typeof(BrowserTests), typeof(ReaderMonthTests), typeof(NoFeedTests), typeof(LostFeedTests), typeof(AddCommandTests), typeof(FrontPageTests), typeof(EveryEntryTests), typeof(ExportCommandTests), typeof(CommandLineTests)];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => Slow.Any(type => collection.TestCollectionDisplayName.Contains(type.FullName + " ", StringComparison.Ordinal)))];
}
