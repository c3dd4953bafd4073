using System.Collections.Immutable;
using System.Text;

namespace FeedHub.Fetching;

/// <summary>What a host's robots.txt asks of one crawler (RFC 9309). Pure; reads any text in linear time.</summary>
public sealed class RobotsRules
{
    /// <summary>RFC 9309 §2.5 asks for 500 KiB at least.</summary>
    public const int MaxCharacters = 512 * 1024;

    private const int MaxRules = 2_000;
    private const int LongestPath = 2_048;
    private const int MaxSitemaps = 100;

    private readonly ImmutableArray<Rule> _rules;

    private RobotsRules(ImmutableArray<Rule> rules) => _rules = rules;

    /// <summary>Sitemaps that the file names, as written, for all crawlers alike (sitemaps.org).</summary>
    public ImmutableArray<string> Sitemaps { get; private init; } = [];

    /// <summary>Nothing is asked.</summary>
    public static RobotsRules None { get; } = new([]);

    /// <param name="text">The file; what is no rule in it is passed over.</param>
    /// <param name="agent">The crawler's product token: the groups that name it, or else those of <c>*</c>.</param>
    public static RobotsRules Parse(string text, string agent)
    {
        var (own, all, sitemaps) = (new List<Rule>(), new List<Rule>(), new List<string>());
        var (isNamed, isOwn, isAll, inAgents) = (false, false, false, false);
        foreach (var line in Whole(text).TrimStart('\uFEFF').EnumerateLines())
        {
            var (field, value) = Split(line);
            if (field.Equals("user-agent", StringComparison.OrdinalIgnoreCase))
            {
                // User-agent lines in a row begin one group together (§2.1).
                (isOwn, isAll) = inAgents ? (isOwn, isAll) : (false, false);
                isOwn |= Token(value).Equals(agent, StringComparison.OrdinalIgnoreCase);
                isAll |= value is "*";
                isNamed |= isOwn;
                inAgents = true;
            }
            else if (field.Equals("sitemap", StringComparison.OrdinalIgnoreCase))
            {
                if (sitemaps.Count < MaxSitemaps && !value.IsEmpty)
                {
                    sitemaps.Add(value.ToString());
                }
            }
            else if (field.Equals("allow", StringComparison.OrdinalIgnoreCase) || field.Equals("disallow", StringComparison.OrdinalIgnoreCase))
            {
                inAgents = false;
                if (!value.IsEmpty && value.Length <= LongestPath)
                {
                    var rule = new Rule(Encoded(value.ToString()), field[0] is 'a' or 'A');
                    Add(own, isOwn, rule);
                    Add(all, isAll, rule);
                }
            }
        }

        return new RobotsRules([.. isNamed ? own : all]) { Sitemaps = [.. sitemaps] };
    }

    /// <summary>The longest rule that fits decides, the kinder one of equals (§2.2.2).</summary>
    public bool Allows(Uri page)
    {
        var path = Encoded(page.PathAndQuery);
        if (path.Equals("/robots.txt", StringComparison.Ordinal))
        {
            return true;
        }

        var (longest, isAllowed) = (-1, true);
        foreach (var rule in _rules)
        {
            if ((rule.Path.Length > longest || (rule.Path.Length == longest && rule.IsAllowed)) && rule.Fits(path))
            {
                (longest, isAllowed) = (rule.Path.Length, rule.IsAllowed);
            }
        }

        return isAllowed;
    }

    private static void Add(List<Rule> rules, bool isMeant, Rule rule)
    {
        if (isMeant && rules.Count < MaxRules)
        {
            rules.Add(rule);
        }
    }

    /// <summary>The whole lines within the limit: half a rule would ask for more than was meant.</summary>
    private static ReadOnlySpan<char> Whole(string text) =>
        text.Length <= MaxCharacters ? text : text.AsSpan(0, Math.Max(0, text.LastIndexOf('\n', MaxCharacters - 1)));

    private static FieldLine Split(ReadOnlySpan<char> line)
    {
        var comment = line.IndexOf('#');
        line = comment < 0 ? line : line[..comment];
        var colon = line.IndexOf(':');
        return colon < 0 ? default : new FieldLine(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }

    /// <summary>Without a version: <c>FeedHub/1.0</c> is FeedHub.</summary>
    private static ReadOnlySpan<char> Token(ReadOnlySpan<char> value)
    {
        var end = value.IndexOfAny('/', ' ');
        return end < 0 ? value : value[..end];
    }

    /// <summary>One spelling (§2.2.2): letters beyond ASCII in percent, escapes in capitals, and none of what needs none.</summary>
    private static string Encoded(string path)
    {
        var result = new StringBuilder(path.Length);
        var bytes = Encoding.UTF8.GetBytes(path);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] == '%' && i + 2 < bytes.Length && char.IsAsciiHexDigit((char)bytes[i + 1]) && char.IsAsciiHexDigit((char)bytes[i + 2]))
            {
                var value = Convert.ToByte(Encoding.ASCII.GetString(bytes, i + 1, 2), 16);
                _ = char.IsAsciiLetterOrDigit((char)value) || (char)value is '-' or '.' or '_' or '~' ? result.Append((char)value) : result.Append('%').Append(value.ToString("X2", null));
                i += 2;
            }
            else
            {
                _ = bytes[i] is > 0x20 and < 0x7F ? result.Append((char)bytes[i]) : result.Append('%').Append(bytes[i].ToString("X2", null));
            }
        }

        return result.ToString();
    }

    private readonly record struct Rule(string Path, bool IsAllowed)
    {
        /// <summary><c>*</c> is any run of characters, a final <c>$</c> the end. Parts are found from left to right, so no backtracking is needed.</summary>
        public bool Fits(string path)
        {
            var isWhole = Path[^1] == '$';
            var parts = (isWhole ? Path[..^1] : Path).Split('*');
            if (!path.StartsWith(parts[0], StringComparison.Ordinal))
            {
                return false;
            }

            var at = parts[0].Length;
            for (var i = 1; i < parts.Length; i++)
            {
                if (isWhole && i == parts.Length - 1)
                {
                    return path.Length - at >= parts[i].Length && path.EndsWith(parts[i], StringComparison.Ordinal);
                }

                var found = path.IndexOf(parts[i], at, StringComparison.Ordinal);
                if (found < 0)
                {
                    return false;
                }

                at = found + parts[i].Length;
            }

            return !isWhole || at == path.Length;
        }
    }

    private readonly ref struct FieldLine(ReadOnlySpan<char> field, ReadOnlySpan<char> value)
    {
        public void Deconstruct(out ReadOnlySpan<char> name, out ReadOnlySpan<char> content)
        {
            name = Field;
            content = Value;
        }

        private ReadOnlySpan<char> Field { get; } = field;

        private ReadOnlySpan<char> Value { get; } = value;
    }
}
