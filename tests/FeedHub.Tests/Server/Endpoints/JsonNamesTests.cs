using System.Text.Json;
using FeedHub.Server;
using FeedHub.Server.Endpoints;

namespace FeedHub.Tests.Server.Endpoints;

public sealed class JsonNamesTests
{
    /// <summary>Programs read them: a name may join its line, none leaves it.</summary>
    [Theory]
    [InlineData(typeof(SourceHealth), "id url title tags state lastPollAt lastSuccessAt nextPollAt lastStatus lastError failuresInARow articles stories movedTo pushedUntil lastFailure announced")]
    [InlineData(typeof(SourceWithPolls), "source polls")]
    [InlineData(typeof(PollOfSource), "at result status failure reason address entries added changed bytes tookMs")]
    [InlineData(typeof(StoryForPrograms), "id title link text published updated firstSeen articles earlier later")]
    [InlineData(typeof(CopyForPrograms), "feed entryId link title published shown code reason reasonInArabic")]
    [InlineData(typeof(RelatedForPrograms), "id title link published feed")]
    public void Names_that_programs_read_stay(Type served, string names) =>
        Assert.Equal(names.Split(' '), served.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)));
}
