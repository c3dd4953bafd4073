using FeedHub.Cleaning;

namespace FeedHub.Tests.Cleaning;

public sealed class BoilerplateTests
{
    [Fact]
    public void A_line_is_learned_when_it_came_back_five_times()
    {
        var boilerplate = new Boilerplate();
        for (var i = 0; i < 5; i++)
        {
            Assert.False(boilerplate.IsLearned(ArabicText.MatchingForm("عين على المدينة")));
            boilerplate.Learn($"خبر رقم {i}\nعين على المدينة.");
        }

        Assert.True(boilerplate.IsLearned(ArabicText.MatchingForm("عَين على المدينة")));
        Assert.Equal([new LearnedLine(ArabicText.MatchingForm("عين على المدينة"), 5)], boilerplate.Lines);
    }

    [Fact]
    public void A_line_twice_in_one_article_counts_once()
    {
        var boilerplate = new Boilerplate();
        for (var i = 0; i < 4; i++)
        {
            boilerplate.Learn("توقيع\nنص\nتوقيع");
        }

        Assert.Empty(boilerplate.Lines);
    }

    [Fact]
    public void The_oldest_of_five_hundred_articles_is_forgotten()
    {
        var boilerplate = new Boilerplate();
        for (var i = 0; i < 5; i++)
        {
            boilerplate.Learn("توقيع قديم");
        }

        for (var i = 0; i < 496; i++)
        {
            boilerplate.Learn($"خبر {i}");
        }

        Assert.Empty(boilerplate.Lines);
    }

    [Fact]
    public void Articles_of_any_length_are_learned_in_bounded_memory()
    {
        var boilerplate = new Boilerplate();
        for (var i = 0; i < 600; i++)
        {
            boilerplate.Learn(string.Join('\n', Enumerable.Range(0, 2000).Select(line => $"سطر {i} {line}")) + "\nتوقيع");
        }

        Assert.Equal("توقيع", Assert.Single(boilerplate.Lines).Line);
        Assert.Equal(500, boilerplate.Lines[0].Seen);
    }
}
