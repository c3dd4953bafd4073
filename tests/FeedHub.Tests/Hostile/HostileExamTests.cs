using FeedHub.Tests.Support;

namespace FeedHub.Tests.Hostile;

/// <summary>One run of the built program against everything at once; a test for each case.</summary>
[Collection(nameof(Alone))]
public sealed class HostileExamTests(HostileExamTests.Run run) : IClassFixture<HostileExamTests.Run>
{
    public static TheoryData<string> Names { get; } = [.. HostileExam.AllCases().Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_promise_is_kept(string name) => Assert.Null(run.Exam.Faults[name]);

    [Fact]
    public void The_process_lives_leaks_nothing_and_stays_small() => Assert.Empty(run.Exam.WholeFaults);

    public sealed class Run : IAsyncLifetime
    {
        /// <summary>A busy machine runs it half as fast, and no slower: what publishers ask for in seconds must stay longer than the pace.</summary>
        private static readonly double Slower = Busy.Factor > 2 ? 2 : 1;

        internal static ExamTimes Times { get; } = new(TimeSpan.FromSeconds(2) * Slower, 14, TimeSpan.FromSeconds(3) * Slower, Slack: 2.5 * Math.Max(1, Busy.Factor / 4));

        internal HostileExam Exam { get; } = new(Times, HostileExam.AllCases());

        public async ValueTask InitializeAsync() => await Exam.RunAsync(FeedHubProcess.Program);

        public ValueTask DisposeAsync() => Exam.DisposeAsync();
    }
}
