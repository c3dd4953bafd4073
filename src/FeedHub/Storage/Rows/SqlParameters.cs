using System.Reflection;

namespace FeedHub.Storage;

/// <summary>A value by the name that SQL calls it, with its type: a null has one too.</summary>
internal readonly record struct SqlParameter(string Name, object? Value, ColumnType Type);

/// <summary>The parameters of one statement, put together one by one.</summary>
internal sealed class SqlParameters
{
    private readonly List<SqlParameter> _all = [];

    public IReadOnlyList<SqlParameter> All => _all;

    public SqlParameters Add(string name, object? value, ColumnType type)
    {
        _all.Add(new(name, value, type));
        return this;
    }

    public SqlParameters Add(string name, string? value) => Add(name, value, ColumnType.Text);

    public SqlParameters Add(string name, long? value) => Add(name, value, ColumnType.Number);

    /// <param name="list">As <see cref="Database.List(IEnumerable{string})"/> made it.</param>
    public SqlParameters AddList(string name, object list) => Add(name, list, ColumnType.Text);

    /// <param name="parameters">Those, or an object with a property per <c>@name</c>; null: none.</param>
    public static IReadOnlyList<SqlParameter> Of(object? parameters) => parameters switch
    {
        null => [],
        SqlParameters some => some.All,
        _ => [.. parameters.GetType().GetProperties().Select(property => new SqlParameter(property.Name, property.GetValue(parameters), TypeOf(property)))],
    };

    private static ColumnType TypeOf(PropertyInfo property) =>
        property.PropertyType == typeof(long?) || property.PropertyType == typeof(long) || property.PropertyType == typeof(int) ? ColumnType.Number
        : property.PropertyType == typeof(byte[]) ? ColumnType.Bytes
        : ColumnType.Text;
}
