using System.Collections.Immutable;

namespace FeedHub.Storage;

/// <summary>What the engines write differently in SQL.</summary>
internal abstract class SqlDialect
{
    /// <summary>Column of <c>search</c> that says which story a row is of.</summary>
    public abstract string SearchKey { get; }

    /// <summary>Ends a SELECT whose rows are to be changed.</summary>
    /// <param name="of">Alias of the one table whose rows they are; empty: of the only one.</param>
    public abstract string ForUpdate(string of);

    /// <summary>The same, passing over rows that another transaction is about to change.</summary>
    public abstract string ForUpdateOfFree { get; }

    /// <summary>A condition: a row of <c>search i</c> answers the parameter, a full-text query.</summary>
    public abstract string Found(string parameter);

    /// <summary>Full-text query: the words one after the other.</summary>
    /// <param name="isBeginning">The last of them may go on.</param>
    public abstract string Phrase(ImmutableArray<string> words, bool isBeginning, bool inTitle);

    /// <summary>Full-text query: one of these at least.</summary>
    public abstract string Any(IEnumerable<string> queries);

    /// <summary>Full-text query: every one of these.</summary>
    public abstract string All(IEnumerable<string> queries);

    /// <summary>Full-text query: the one but not the other.</summary>
    public abstract string Without(string wanted, string unwanted);

    /// <summary>Columns of <c>search</c> that hold words.</summary>
    public abstract string[] SearchColumns { get; }

    /// <summary>A title and a text of words as those columns take them, by <see cref="Indexed"/>.</summary>
    public abstract string[] Document(IReadOnlyList<string> title, IReadOnlyList<string> text);

    /// <summary>A value of a <see cref="Document"/> in an INSERT.</summary>
    public abstract string Indexed(string given);
}
