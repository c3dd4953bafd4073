using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using FeedHub.Cleaning;
using FeedHub.Fetching;
using FeedHub.Server;
using FeedHub.Server.Endpoints;
using FeedHub.Server.Jobs;
using FeedHub.Sources;
using FeedHub.Storage;
using FeedHub.Stories;

namespace FeedHub.Tests.Papers;

/// <summary>Figures in prose that the code knows: each sentence is put together from the constant it tells of.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void Figures_of_merging_are_those_of_the_thresholds()
    {
        var limits = MatchingThresholds.Default;
        var paper = Paper.Read("src/FeedHub/Stories/README.md");

        Says(paper, $"an article can find company for | {limits.Window.TotalHours} hours");
        Says(paper, $"one story if they are no further apart than | {limits.MaxApart.TotalHours} hours");
        Says(paper, $"of one source, no further apart than | {limits.MaxApartSameSource.TotalHours} hours");
        Says(paper, $"matched by their titles below | {limits.MinWords} words");
        Says(paper, $"no more stories have it than | {limits.MinRare} to {limits.MaxRare} |");
        Says(paper, $"used one title on | {limits.SeriesDays} days");
        Says(paper, $"may change the copy it shows for | {limits.RepickWithin.TotalHours} hours");
        Says(paper, $"{Word(StoryScore.Signals.Length)} named signals");
        Says(paper, $"from −{-limits.RelatedFrom} on two articles are related, from {limits.SameFrom} on one story");
        Says(paper, $"surer of both ({limits.TieFrom})");
        Says(paper, $"After {Word((int)limits.RepickWithin.TotalHours)} hours it stays");
        Says(paper, $"by more than {Word((int)Of<TimeSpan>(typeof(SameEntry), "OneDate").TotalMinutes)} minutes");
    }

    [Fact]
    public void Figures_of_operations_are_those_of_the_code()
    {
        var paper = Paper.Operations;
        var window = new FeedCatalog().Window;

        Says(paper, $"came in within {window.Hours} hours, the newest {window.Entries} stories in any case, never more than {window.Most}");
        Says(paper, $"older than {StoryQuery.NewsFor.TotalHours} hours when it came");
        Says(paper, $"the newest so many, at most {FeedEndpoints.MaxLimit};");
        Says(paper, $"its last {PollHistory.Kept} polls");
        Says(paper, $"what {Word(FeedPage.UsualOutlets)} sources or more carry");
        Says(paper, $"leased for {LeaseKeeper.LeaseFor.TotalSeconds} seconds at a time");
        Says(paper, $"its lease of {Of<TimeSpan>(typeof(StoryPipeline), "LeaseFor").TotalSeconds} seconds");
        Says(paper, $"at most {TimeSpan.FromSeconds(1) / Of<TimeSpan>(typeof(RenderedFeeds), "MarkLife")} times a second");
        Says(paper, $"due feeds within {Of<TimeSpan>(typeof(HubHealth), "DispatcherPatience").TotalSeconds} seconds");
        Says(paper, $"waited for the matcher for {Of<TimeSpan>(typeof(HubHealth), "MatcherPatience").TotalMinutes} minutes");
        Says(paper, $"stops within {Word((int)HubHost.StopWithin.TotalSeconds + 1)} seconds");
        Says(paper, $"saves {Word(Of<int>(typeof(PollSchedule), "PushedStretch") - 1)} polls in {Word(Of<int>(typeof(PollSchedule), "PushedStretch"))}");
        Says(paper, $"listens on `{Of<string>(typeof(HubHost), "DefaultUrl")}`");
    }

    [Fact]
    public void Figures_of_the_architecture_are_those_of_the_code()
    {
        var paper = Paper.Read("src/README.md");

        Says(paper, $"at least {Of<int>(typeof(HubHost), "MinThreads")} threads");
        Says(paper, $"{Of<int>(typeof(JobServer), "Workers")} workers");
        Says(paper, $"within {Together.TotalMilliseconds} ms while it is busy");
        Says(paper, $"by a lease of {Of<TimeSpan>(typeof(StoryPipeline), "LeaseFor").TotalSeconds} seconds");
        Says(paper, $"{new FetchLimits().MaxBodyMemoryBytes / 1024 / 1024} MiB of bodies that are larger than {BodyReader.SmallBytes / 1024 / 1024} MiB");
        Says(paper, $"the last {PollHistory.Kept} polls of each feed");
    }

    [Fact]
    public void Figures_of_the_decisions_are_those_of_the_code()
    {
        Says(Decision("one-transaction-for-many-polls"), $"within {Together.TotalMilliseconds} ms");
        Says(Decision("processor-time-bounds-reading"), $"{Word((int)Of<TimeSpan>(typeof(EntryReader), "CleanWithin").TotalSeconds)} seconds");
        Says(Decision("own-http"), $"beyond {BodyReader.SmallBytes / 1024 / 1024} MiB");
        Says(Decision("several-readings-of-a-page"), $"over {Of<int>(typeof(FullText), "MostSiblings"):N0} children");
        Says(Decision("half-for-those-that-answer"), $"{Word(Of<int>(typeof(HostLane), "RefusalsThatSpeakForAll"))} 429 in a row");
        Says(Decision("the-stories-clock"), $"the last {new FeedCatalog().Window.Hours} hours");

        static Paper Decision(string name) => Paper.Read($"src/decisions/{name}.md");
    }

    private static TimeSpan Together => Of<TimeSpan>(typeof(Database).Assembly.GetType("FeedHub.Storage.Sqlite.SqliteWriter")!, "MaxTimeTogether");

    private static void Says(Paper paper, FormattableString sentence) =>
        Assert.Contains(sentence.ToString(CultureInfo.InvariantCulture), Blanks().Replace(paper.Text, " "), StringComparison.Ordinal);

    /// <summary>A constant that is nobody else's business.</summary>
    private static T Of<T>(Type type, string constant) =>
        (T)(type.GetField(constant, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public) ?? throw new MissingFieldException(type.Name, constant)).GetValue(null)!;

    private static string Word(int number) => number switch
    {
        2 => "two",
        3 => "three",
        4 => "four",
        5 => "five",
        10 => "ten",
        12 => "twelve",
        13 => "thirteen",
        14 => "fourteen",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
