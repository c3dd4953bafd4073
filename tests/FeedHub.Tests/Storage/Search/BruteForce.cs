using FeedHub.Cleaning;
using FeedHub.Storage;

namespace FeedHub.Tests.Storage;

/// <summary>What a search means, told by reading one article.</summary>
internal static class BruteForce
{
    public static bool Holds(SearchClause clause, string title, string text, string feed) => clause switch
    {
        SearchClause.All all => all.Of.All(of => Holds(of, title, text, feed)),
        SearchClause.Any any => any.Of.Any(of => Holds(of, title, text, feed)),
        SearchClause.Not not => !Holds(not.Of, title, text, feed),
        SearchClause.Words words => words.Pattern.IsIn(WordSplit.Of(title)) || (!words.InTitle && text.Split('\n').Any(line => words.Pattern.IsIn(WordSplit.Of(line)))),
        SearchClause.Source source => source.Named == feed,
        SearchClause.After or SearchClause.Sources { AtLeast: 1 } => true,
        SearchClause.Before or SearchClause.Sources or SearchClause.Tag => false,
        _ => throw new ArgumentOutOfRangeException(nameof(clause)),
    };
}
