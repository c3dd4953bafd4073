using BenchmarkDotNet.Running;
using FeedHub.Benchmarks;
using FeedHub.Benchmarks.Load;
using FeedHub.Benchmarks.Search;
using FeedHub.Benchmarks.Stories;

// Whole runs have a verb each; anything else goes to BenchmarkDotNet (try: --list flat).
return args switch
{
    ["load", .. var rest] => await LoadRun.MainAsync(rest),
    ["stages", .. var rest] => await StageShares.MainAsync(rest),
    ["kill9", .. var rest] => await KillRun.MainAsync(rest),
    ["faults", .. var rest] => await FaultRun.MainAsync(rest),
    ["cluster", .. var rest] => await ClusterRun.MainAsync(rest),
    ["storage", .. var rest] => await StorageBenchmarks.MainAsync(rest),
    ["size", .. var rest] => await SizeRun.MainAsync(rest),
    ["serving", .. var rest] => await ServingRun.MainAsync(rest),
    ["idle", .. var rest] => await IdleRun.MainAsync(rest),
    ["bare", .. var rest] => await BareServer.MainAsync(rest),
    ["reading", .. var rest] => await ReadingRun.MainAsync(rest),
    ["trend", .. var rest] => await TrendRun.MainAsync(rest),
    ["traps"] => TrapsRun.Run(),
    ["cleaning"] => await CleaningRun.MainAsync(),
    ["fulltext", .. var rest] => FullTextRun.Run(rest),
    ["hostile", .. var rest] => await HostileRun.MainAsync(rest),
    ["hanging", .. var rest] => await HangingRun.MainAsync(rest),
    ["farm", .. var rest] => await FarmServer.MainAsync(rest),
    ["stories", .. var rest] => StoriesRun.Run(rest),
    ["search", .. var rest] => await SearchRun.MainAsync(rest),
    ["floor", .. var rest] => await FloorLoop.MainAsync(rest),
    ["fetching", .. var rest] => await FetchingBenchmarks.MainAsync(rest),
    ["fetching-origin"] => await FetchingBenchmarks.OriginAsync(),
    _ => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args).Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0,
};
