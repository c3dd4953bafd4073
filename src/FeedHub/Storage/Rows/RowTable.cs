using System.Collections.Immutable;
using System.Data.Common;

namespace FeedHub.Storage;

/// <summary>A row type as a table of columns: insert, update, read and compare follow from it, so that one more column is one line and a migration.</summary>
/// <param name="blank">A row of its own for each that is read.</param>
internal sealed class RowTable<T>(string name, string alias, Func<T> blank, ImmutableArray<Column<T>> columns)
{
    private readonly ImmutableArray<Column<T>> _read = [.. columns.Where(column => column.Read is not null)];
    private readonly ImmutableArray<Column<T>> _changing = [.. columns.Where(column => column is { IsGenerated: false, IsFixed: false, IsDerived: false, Elsewhere: null })];

    public string Name => name;

    /// <summary>What is known of a new row: one value a column.</summary>
    public ImmutableArray<Column<T>> Given { get; } = [.. columns.Where(column => !column.IsGenerated)];

    /// <summary>SQL: what <see cref="Read(DbDataReader, int)"/> reads, in its order.</summary>
    public string Select { get; } = string.Join(", ", columns.Where(column => column.Read is not null).Select(column => $"{column.Elsewhere ?? alias}.{column.Name}"));

    /// <summary>How many columns <see cref="Select"/> has.</summary>
    public int Width => _read.Length;

    /// <summary>Columns of the table itself, by which a new row is written.</summary>
    public IEnumerable<string> Inserted => Given.Where(column => column is { IsDerived: false, Elsewhere: null }).Select(column => column.Name);

    /// <summary>SQL: every column that may change, from parameters of its name.</summary>
    public string Set => string.Join(", ", Changing.Select(column => $"{column} = @{column}"));

    public IEnumerable<string> Changing => _changing.Select(column => column.Name);

    /// <summary>The same table with one more column.</summary>
    public RowTable<T> With(Column<T> column) => new(name, alias, blank, columns.Add(column));

    public T Read(DbDataReader row) => Read(row, 0);

    public T Read(DbDataReader row, int first)
    {
        var target = blank();
        for (var i = 0; i < _read.Length; i++)
        {
            _read[i].Read!(target, row, first + i);
        }

        return target;
    }

    /// <summary>The parameters of <see cref="Set"/>.</summary>
    /// <param name="changed">Null: no row, and every value null.</param>
    public SqlParameters Values(SqlParameters parameters, T? changed)
    {
        foreach (var column in _changing)
        {
            parameters.Add(column.Name, changed is null ? null : column.Value(changed), column.Type);
        }

        return parameters;
    }

    /// <summary>Whether readers see a difference.</summary>
    public bool IsShownAlike(T one, T other) => columns.Where(column => column.IsShown).All(column => Equals(column.Value(one), column.Value(other)));
}

/// <summary>How new rows are stored, and what is stored beside each; what is there already stays as it is.</summary>
/// <param name="Key">The columns that tell a row from another.</param>
/// <param name="Unless">SQL over <c>given</c>: leaves a row out; null: none is.</param>
/// <param name="Beside">One row each, for each that was new.</param>
internal sealed record RowInsert<T>(RowTable<T> Table, ImmutableArray<string> Key, string? Unless, ImmutableArray<RowBeside> Beside);

/// <param name="Into">Table and columns.</param>
/// <param name="Values">SQL over <c>given</c> and <c>added.id</c>.</param>
internal sealed record RowBeside(string Into, string Values);
