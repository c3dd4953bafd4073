using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace FeedHub.Stories;

/// <summary>What kind of reason it is.</summary>
public enum MatchCode
{
    /// <summary>Of another hand: brought in with a history, and no words of this program.</summary>
    Unknown,
    First,
    SamePage,
    SameText,

    /// <summary>Numbers: how sure, how alike title and first sentences are, and share of the shorter text; each per cent.</summary>
    Alike,

    /// <summary>Of releases before the score, as the three below. Number: per cent of the shorter text.</summary>
    Contained,

    /// <inheritdoc cref="Contained"/>
    ContainedAndAboutTheSame,

    /// <summary>Numbers: per cent of the text, hours apart.</summary>
    Rewritten,

    /// <summary>Numbers: words of the titles in common, hours apart.</summary>
    Retold,
    ShortTitles,

    /// <summary>It changed after it had been matched, and stays where it was.</summary>
    Corrected,
}

/// <summary>Why an article is in its story: kept as a code and numbers, said in a language by whoever shows it.</summary>
public sealed record MatchReason(MatchCode Code, params ImmutableArray<int> Numbers)
{
    /// <summary>What codes are stored as; never changes.</summary>
    private static readonly FrozenDictionary<MatchCode, string> Names = new Dictionary<MatchCode, string>
    {
        [MatchCode.Unknown] = "unknown",
        [MatchCode.First] = "first",
        [MatchCode.SamePage] = "same-page",
        [MatchCode.SameText] = "same-text",
        [MatchCode.Alike] = "alike",
        [MatchCode.Contained] = "contained",
        [MatchCode.ContainedAndAboutTheSame] = "contained-about",
        [MatchCode.Rewritten] = "rewritten",
        [MatchCode.Retold] = "retold",
        [MatchCode.ShortTitles] = "short-titles",
        [MatchCode.Corrected] = "corrected",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, MatchCode> ByName = Names.ToFrozenDictionary(known => known.Value, known => known.Key, StringComparer.Ordinal);

    public static MatchReason Unknown { get; } = new(MatchCode.Unknown);

    /// <summary>How many numbers go with a code.</summary>
    public static int NumbersOf(MatchCode code) => code switch
    {
        MatchCode.Alike => 3,
        MatchCode.Rewritten or MatchCode.Retold => 2,
        MatchCode.Contained or MatchCode.ContainedAndAboutTheSame => 1,
        _ => 0,
    };

    /// <summary>Reads what <see cref="ToString"/> wrote; anything else is <see cref="Unknown"/>.</summary>
    public static MatchReason Parse(string stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var words = stored.Split(' ');
        var numbers = words.Skip(1).Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToImmutableArray();
        return ByName.TryGetValue(words[0], out var code) && numbers.Length == NumbersOf(code) && !numbers.Contains(-1) ? new(code, numbers) : Unknown;
    }

    /// <summary>As it is stored: <c>alike 97 83 60</c>.</summary>
    public override string ToString() =>
        Numbers.IsDefaultOrEmpty ? Names[Code] : string.Create(CultureInfo.InvariantCulture, $"{Names[Code]} {string.Join(' ', Numbers)}");

    public bool Equals(MatchReason? other) => other is not null && Code == other.Code && Numbers.AsSpan().SequenceEqual(other.Numbers.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Code, Numbers.Length);
}
