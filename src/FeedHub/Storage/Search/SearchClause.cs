using System.Collections.Immutable;
using FeedHub.Cleaning;

namespace FeedHub.Storage;

/// <summary>A condition on stories: one of a closed set, matched by <c>switch</c>.</summary>
public abstract record SearchClause
{
    private SearchClause()
    {
    }

    /// <summary>Every one of them.</summary>
    public sealed record All(ImmutableArray<SearchClause> Of) : SearchClause;

    /// <summary>One of them at least.</summary>
    public sealed record Any(ImmutableArray<SearchClause> Of) : SearchClause;

    public sealed record Not(SearchClause Of) : SearchClause;

    /// <summary>One of the story's copies has the words.</summary>
    /// <param name="InTitle">In its title.</param>
    public sealed record Words(WordPattern Pattern, bool InTitle) : SearchClause;

    /// <summary>A copy comes from the source of this id or title.</summary>
    public sealed record Source(string Named) : SearchClause;

    /// <summary>A copy comes from a source with this tag.</summary>
    public sealed record Tag(string Named) : SearchClause;

    /// <summary>Dated on this day or later.</summary>
    public sealed record After(DateOnly Day) : SearchClause;

    /// <summary>Dated before this day.</summary>
    public sealed record Before(DateOnly Day) : SearchClause;

    /// <summary>So many sources carry it.</summary>
    public sealed record Sources(int AtLeast) : SearchClause;
}

/// <summary>What is wrong with a search. Whoever asked gets an answer all the same: of what could be understood.</summary>
public enum SearchMistakeKind
{
    /// <summary><c>after:</c> or <c>before:</c> without a date.</summary>
    NoDate,

    /// <summary><c>sources:</c> without a number.</summary>
    NoNumber,

    /// <summary>A parenthesis that is closed nowhere, or opened nowhere.</summary>
    Parenthesis,

    /// <summary>Nothing to choose from on one side of <c>OR</c>.</summary>
    NoChoice,

    /// <summary>One letter before a star.</summary>
    ShortBeginning,
}

/// <param name="Written">The part that is wrong, as it was typed.</param>
public sealed record SearchMistake(SearchMistakeKind Kind, string Written);
