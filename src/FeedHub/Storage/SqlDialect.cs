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

    /// <summary>A condition: a row of <c>search i</c> answers the parameter, which <see cref="Any"/>, <see cref="Both"/> and <see cref="Phrase"/> made.</summary>
    public abstract string Found(string parameter);

    /// <summary>Full-text query: the words one after the other.</summary>
    public abstract string Phrase(ImmutableArray<string> words);

    /// <summary>Full-text query: one of these at least.</summary>
    public abstract string Any(IEnumerable<string> queries);

    /// <summary>Full-text query: every one of these.</summary>
    public abstract string Both(IEnumerable<string> queries);

    /// <summary>A text of words as the index takes it, by <see cref="Indexed"/>.</summary>
    public abstract string Document(IReadOnlyList<string> words);

    /// <summary>The value of a <see cref="Document"/> in an INSERT.</summary>
    public abstract string Indexed(string given);
}
