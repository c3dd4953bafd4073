namespace FeedHub.Parsing;

/// <summary>Which prefixes are declared where the repair stands, and which the root must declare because nobody did.</summary>
internal sealed class XmlPrefixes(Problems problems)
{
    private const int MaxUndeclared = 200;

    private readonly Dictionary<string, int> _declared = new() { ["xml"] = 1, ["xmlns"] = 1 };
    private readonly SortedSet<string> _undeclared = new(StringComparer.Ordinal);

    /// <summary>The declarations that are missing, as attributes of the root.</summary>
    public string Missing => string.Concat(_undeclared.Select(prefix => $" xmlns:{prefix}=\"{AddressOf(prefix)}\""));

    public string[] Declare(List<string>? prefixes)
    {
        foreach (var prefix in prefixes ?? [])
        {
            _declared[prefix] = _declared.GetValueOrDefault(prefix) + 1;
        }

        return prefixes is null ? [] : [.. prefixes];
    }

    public void Undeclare(string[] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            _declared[prefix]--;
        }
    }

    public void Use(string name, string[] declaredHere)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return;
        }

        var prefix = name[..colon];
        if (prefix is not "xmlns" && _declared.GetValueOrDefault(prefix) == 0 && !declaredHere.Contains(prefix) && _undeclared.Add(prefix))
        {
            problems.Add($"The prefix {prefix} is not declared.");
        }
    }

    /// <summary>Whether an attribute declares what XML has declared for good.</summary>
    public static bool IsReserved(string name, ReadOnlySpan<char> value) =>
        name is "xmlns:xml" or "xmlns:xmlns"
        || (name.StartsWith("xmlns", StringComparison.Ordinal) && value is "http://www.w3.org/XML/1998/namespace" or "http://www.w3.org/2000/xmlns/");

    /// <summary>By what two attributes of an element are the same: prefixes may stand for one namespace, though not for XML's own.</summary>
    public static string Key(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && name[..colon] is not ("xml" or "xmlns") ? name[colon..] : name;
    }

    /// <summary>As <see cref="Safe"/>; no element has the prefix of declarations.</summary>
    public string SafeElement(string name) => name.StartsWith("xmlns:", StringComparison.Ordinal) ? name.Replace(":", "_", StringComparison.Ordinal) : Safe(name);

    /// <summary>At most one colon, and not at an end.</summary>
    public string Safe(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return name;
        }

        if (_undeclared.Count >= MaxUndeclared && colon > 0 && name[..colon] is var prefix && _declared.GetValueOrDefault(prefix) == 0 && !_undeclared.Contains(prefix))
        {
            return name.Replace(":", "_", StringComparison.Ordinal);
        }

        var local = name[(colon + 1)..].Replace(":", "_", StringComparison.Ordinal);
        return local.Length == 0 || !(char.IsLetter(local[0]) || local[0] == '_') ? name.Replace(":", "_", StringComparison.Ordinal) : name[..colon] + ":" + local;
    }

    private static string AddressOf(string prefix) => prefix switch
    {
        "content" => "http://purl.org/rss/1.0/modules/content/",
        "dc" => "http://purl.org/dc/elements/1.1/",
        "dcterms" => "http://purl.org/dc/terms/",
        "media" => "http://search.yahoo.com/mrss/",
        "atom" or "a10" => "http://www.w3.org/2005/Atom",
        "itunes" => "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "sy" => "http://purl.org/rss/1.0/modules/syndication/",
        "rdf" => "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        _ => "urn:undeclared:" + prefix,
    };
}
