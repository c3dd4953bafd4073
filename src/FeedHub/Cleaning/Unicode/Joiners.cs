using System.Text;

namespace FeedHub.Cleaning;

/// <summary>Characters whose worth depends on their neighbours: joiners, tatweel, halves of pairs.</summary>
internal static class Joiners
{
    private const int BlackFlag = 0x1F3F4;
    private const int VariationSelector16 = 0xFE0F;

    /// <summary>ZWNJ stays between letters, ZWJ after an Arabic letter and inside emoji; lone surrogates and astral noncharacters go.</summary>
    /// <param name="stripTatweel">Drop tatweel between two letters.</param>
    public static string Tidy(string line, bool stripTatweel)
    {
        if (!NeedsTidying(line, stripTatweel))
        {
            return line;
        }

        var result = new StringBuilder(line.Length);
        var flag = false;
        for (var i = 0; i < line.Length; i++)
        {
            var c = line[i];
            switch (c)
            {
                case Characters.NonJoiner or Characters.Joiner or ' ':
                case Characters.Tatweel when stripTatweel:
                    if (IsWanted(result, line, i))
                    {
                        result.Append(c);
                    }

                    flag = flag && c != ' ';
                    break;
                default:
                    if (!char.IsSurrogate(c))
                    {
                        result.Append(c);
                        flag = false;
                    }
                    else if (i + 1 < line.Length && char.IsSurrogatePair(c, line[i + 1]))
                    {
                        AppendPair(result, c, line[++i], ref flag);
                    }

                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>What joins, separates or stretches is kept where it does so.</summary>
    private static bool IsWanted(StringBuilder before, string line, int at) => line[at] switch
    {
        Characters.NonJoiner => EndsIn(before, Characters.IsLetterMarkOrDigit) && Characters.IsLetterMarkOrDigit(NextAfterJoiners(line, at)),
        Characters.Joiner => EndsIn(before, JoinsOn) || (EndsInEmoji(before) && IsEmojiAt(line, at + 1)),
        Characters.Tatweel => !EndsIn(before, Characters.IsLetterMarkOrDigit) || EndsIn(before, char.IsDigit) || !LetterFollows(line, at),
        _ => EndsIn(before, previous => previous != ' '),
    };

    /// <param name="flag">Tags follow: a flag of a part of a country is being written.</param>
    private static void AppendPair(StringBuilder result, char high, char low, ref bool flag)
    {
        var scalar = char.ConvertToUtf32(high, low);
        flag = scalar == BlackFlag || (flag && IsTag(scalar));
        if (IsKept(scalar, flag))
        {
            result.Append(high).Append(low);
        }
    }

    private static bool NeedsTidying(ReadOnlySpan<char> line, bool stripTatweel) =>
        line.ContainsAnyInRange(Characters.NonJoiner, Characters.Joiner)
        || line.ContainsAnyInRange('\uD800', '\uDFFF')
        || (stripTatweel && line.Contains(Characters.Tatweel));

    private static bool IsKept(int scalar, bool inFlag) =>
        (scalar & 0xFFFE) != 0xFFFE
        && (!IsTag(scalar) || inFlag)
        && scalar is not (0xE0001 or (>= 0x1D173 and <= 0x1D17A) or (>= 0x1BCA0 and <= 0x1BCA3));

    private static bool IsTag(int scalar) => scalar is >= 0xE0020 and <= 0xE007F;

    private static bool EndsIn(StringBuilder text, Func<char, bool> test) => text.Length > 0 && test(text[^1]);

    private static bool JoinsOn(char c) => (c >= '\u0590' && char.IsLetter(c) && !char.IsSurrogate(c)) || (c >= '\u0590' && c < '\uFE00' && Characters.IsMark(c));

    private static char NextAfterJoiners(string line, int i)
    {
        while (++i < line.Length)
        {
            if (line[i] is not (Characters.NonJoiner or Characters.Joiner))
            {
                return line[i];
            }
        }

        return ' ';
    }

    private static bool LetterFollows(string line, int i)
    {
        while (++i < line.Length)
        {
            if (line[i] != Characters.Tatweel && !Characters.IsMark(line[i]))
            {
                return char.IsLetter(line[i]);
            }
        }

        return false;
    }

    private static bool EndsInEmoji(StringBuilder text) =>
        text.Length > 0 && (text[^1] == VariationSelector16 || char.IsLowSurrogate(text[^1]) || char.IsSymbol(text[^1]));

    private static bool IsEmojiAt(string line, int i) =>
        i < line.Length && (char.IsHighSurrogate(line[i]) || char.IsSymbol(line[i]));
}
