using System.Collections.Immutable;
using System.Data.Common;
using System.Linq.Expressions;
using System.Reflection;
using FeedHub.Parsing;

namespace FeedHub.Storage;

/// <summary>The kinds of columns, for <c>using static</c>: <c>Text("link", article => article.Link)</c> says how a property is stored and read.</summary>
internal static class Columns<T>
{
    public static Column<T> Text(string name, Expression<Func<T, string>> property) =>
        Of(name, ColumnType.Text, property, StoredText.Fit, (row, place) => row.GetString(place));

    public static Column<T> TextOrNull(string name, Expression<Func<T, string?>> property) =>
        Of(name, ColumnType.Text, property, text => text is null ? null : StoredText.Fit(text), (row, place) => row.StringOrNull(place));

    /// <summary>Short enough to be indexed.</summary>
    public static Column<T> Key(string name, Expression<Func<T, string>> property) =>
        Of(name, ColumnType.Text, property, StoredText.Key, (row, place) => row.GetString(place));

    public static Column<T> Number(string name, Expression<Func<T, long>> property) =>
        Of(name, ColumnType.Number, property, number => number, (row, place) => row.GetInt64(place));

    public static Column<T> Count(string name, Expression<Func<T, int>> property) =>
        Of(name, ColumnType.Number, property, count => (long)count, (row, place) => (int)row.GetInt64(place));

    public static Column<T> CountOrNull(string name, Expression<Func<T, int?>> property) =>
        Of(name, ColumnType.Number, property, count => (long?)count, (row, place) => (int?)row.Int64OrNull(place));

    /// <summary>64 bits, kept as a signed number.</summary>
    public static Column<T> Hash(string name, Expression<Func<T, ulong>> property) =>
        Of(name, ColumnType.Number, property, hash => unchecked((long)hash), (row, place) => unchecked((ulong)row.GetInt64(place)));

    public static Column<T> Flag(string name, Expression<Func<T, bool>> property) =>
        Of(name, ColumnType.Number, property, flag => flag ? 1L : 0L, (row, place) => row.Flag(place));

    public static Column<T> Instant(string name, Expression<Func<T, DateTimeOffset>> property) =>
        Of(name, ColumnType.Number, property, instant => instant.Ms(), (row, place) => row.Instant(place));

    public static Column<T> InstantOrNull(string name, Expression<Func<T, DateTimeOffset?>> property) =>
        Of(name, ColumnType.Number, property, instant => instant.Ms(), (row, place) => row.InstantOrNull(place));

    public static Column<T> DurationOrNull(string name, Expression<Func<T, TimeSpan?>> property) =>
        Of(
            name, ColumnType.Number, property, duration => (long?)duration?.TotalMilliseconds,
            (row, place) => row.Int64OrNull(place) is { } ms ? TimeSpan.FromMilliseconds(ms) : (TimeSpan?)null);

    public static Column<T> AddressOrNull(string name, Expression<Func<T, Uri?>> property) =>
        Of(name, ColumnType.Text, property, address => address?.AbsoluteUri, (row, place) => row.StringOrNull(place) is { } address ? new Uri(address) : null);

    public static Column<T> Duration(string name, Expression<Func<T, TimeSpan>> property) =>
        Of(name, ColumnType.Number, property, duration => (long)duration.TotalMilliseconds, (row, place) => TimeSpan.FromMilliseconds(row.GetInt64(place)));

    /// <summary>By its name; a name of a later version reads as the first.</summary>
    public static Column<T> Name<TEnum>(string name, Expression<Func<T, TEnum>> property)
        where TEnum : struct, Enum =>
        Of(name, ColumnType.Text, property, value => value.ToString(), (row, place) => Enum.TryParse<TEnum>(row.GetString(place), out var value) ? value : default);

    /// <summary>By its name; a name of a later version reads as null.</summary>
    public static Column<T> NameOrNull<TEnum>(string name, Expression<Func<T, TEnum?>> property)
        where TEnum : struct, Enum =>
        Of(name, ColumnType.Text, property, value => value?.ToString(), (row, place) => Enum.TryParse<TEnum>(row.StringOrNull(place), out var value) ? value : (TEnum?)null);

    /// <summary>As JSON; null for an empty list.</summary>
    public static Column<T> Texts(string name, Expression<Func<T, ImmutableArray<string>>> property) =>
        Of(name, ColumnType.Text, property, Fitted<ImmutableArray<string>>(JsonColumns.Write), (row, place) => JsonColumns.ReadStrings(row.StringOrNull(place)));

    /// <inheritdoc cref="Texts"/>
    public static Column<T> Enclosures(string name, Expression<Func<T, ImmutableArray<Enclosure>>> property) =>
        Of(name, ColumnType.Text, property, Fitted<ImmutableArray<Enclosure>>(JsonColumns.Write), (row, place) => JsonColumns.ReadEnclosures(row.StringOrNull(place)));

    /// <summary>Made from others, never read.</summary>
    public static Column<T> Made(string name, Func<T, long> value) => new(name, ColumnType.Number, row => value(row), null);

    /// <summary>Whatever the kinds above do not say.</summary>
    public static Column<T> Of<TValue>(
        string name, ColumnType type, Expression<Func<T, TValue>> property, Func<TValue, object?> write, Func<DbDataReader, int, TValue> read)
    {
        var accessors = (PropertyInfo)((MemberExpression)property.Body).Member;
        var get = accessors.GetMethod!.CreateDelegate<Func<T, TValue>>();
        var set = accessors.SetMethod!.CreateDelegate<Action<T, TValue>>();
        return new(name, type, row => write(get(row)), (target, row, place) => set(target, read(row, place)));
    }

    private static Func<TValue, object?> Fitted<TValue>(Func<TValue, string?> write) => value => write(value) is { } text ? StoredText.Fit(text) : null;
}
