namespace FeedHub.Tests.Support;

/// <summary>Tests that watch the clock of another process, or the memory of this one, run while nothing else does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
