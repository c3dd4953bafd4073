using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>How both engines keep a column's values.</summary>
internal enum ColumnType
{
    Text,
    Number,
    Bytes,
}

/// <summary>One column of a row type; made by <see cref="Columns{T}"/>.</summary>
/// <param name="Value">What is stored of a row: null, string or long.</param>
/// <param name="Read">Sets what is stored on a row that is being read; null: it is only written.</param>
internal sealed record Column<T>(string Name, ColumnType Type, Func<T, object?> Value, Action<T, DbDataReader, int>? Read)
{
    /// <summary>Alias of another table that it stands in; null: in the row's own.</summary>
    public string? Elsewhere { get; init; }

    /// <summary>Given by the database, never written.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>Written with the row and never changed.</summary>
    public bool IsFixed { get; init; }

    /// <summary>A change of it is one that readers see.</summary>
    public bool IsShown { get; init; }

    /// <summary>Of a new row: in <c>given</c>, for what is stored beside it, but in no column of its own.</summary>
    public bool IsDerived { get; init; }
}
