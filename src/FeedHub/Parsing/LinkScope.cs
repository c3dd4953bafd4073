using System.Buffers;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary><c>xml:base</c> and <c>xml:lang</c> as they are inherited down to where the reader stands.</summary>
internal sealed class LinkScope
{
    /// <summary>The relation "alternate" by its whole name (RFC 4287 §4.2.7.2).</summary>
    public const string Alternate = "http://www.iana.org/assignments/relation/alternate";

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    private readonly Stack<(int Depth, Uri? Base, string? Language)> _outer = new();

    public LinkScope(Uri? documentBase) => Base = documentBase;

    public Uri? Base { get; private set; }

    /// <summary>Null: not declared.</summary>
    public string? Language { get; private set; }

    /// <summary>Whether a link's type is that of a web page, or nobody said.</summary>
    public static bool IsPage(string? type) => type is null || type.Contains("html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Takes what the element declares, until <see cref="Leave"/> at its depth.</summary>
    public void Enter(XmlReader reader)
    {
        if (reader.IsEmptyElement)
        {
            return;
        }

        _outer.Push((reader.Depth, Base, Language));
        Take(reader);
    }

    public void Leave(int depth)
    {
        if (_outer.TryPeek(out var top) && top.Depth == depth)
        {
            _outer.Pop();
            (Base, Language) = (top.Base, top.Language);
        }
    }

    /// <summary>Takes what one element declares; give what this returns to <see cref="Close"/> behind it.</summary>
    public (Uri? Base, string? Language) Open(XmlReader reader)
    {
        var outer = (Base, Language);
        Take(reader);
        return outer;
    }

    public void Close((Uri? Base, string? Language) outer) => (Base, Language) = outer;

    /// <summary>Absolute and readable; null: nothing usable. What is not http(s) stays as written.</summary>
    public string? Resolve(string? link)
    {
        if (string.IsNullOrWhiteSpace(link))
        {
            return null;
        }

        var plain = Plain(link);
        if (plain.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || plain.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return plain;
        }

        if (HasScheme(plain))
        {
            return IsProgram(plain) ? null : plain;
        }

        if (plain.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return "http://" + plain;
        }

        if (plain.StartsWith("//", StringComparison.Ordinal))
        {
            return (Base is { IsAbsoluteUri: true } known && known.Scheme is "http" or "https" ? Base.Scheme : "http") + ":" + plain;
        }

        return Base is { IsAbsoluteUri: true, Scheme: "http" or "https" } && Uri.TryCreate(Base, plain, out var absolute)
            ? plain.All(char.IsAscii) ? absolute.AbsoluteUri : absolute.GetComponents(UriComponents.AbsoluteUri, UriFormat.SafeUnescaped)
            : null;
    }

    /// <summary>As <see cref="Resolve"/>; what is relative to nobody knows what (a file, previewed) stays as written rather than being lost.</summary>
    public string? ResolveOrKeep(string? link) =>
        Resolve(link) ?? (string.IsNullOrWhiteSpace(link) || Base is { IsAbsoluteUri: true, Scheme: "http" or "https" } || HasScheme(Plain(link)) ? null : Plain(link));

    private void Take(XmlReader reader)
    {
        if (!reader.HasAttributes)
        {
            return;
        }

        if (reader.GetAttribute("xml:base") is { Length: > 0 } written)
        {
            Base = Base is { IsAbsoluteUri: true } && Uri.TryCreate(Base, written.Trim(), out var inner) ? inner
                : Uri.TryCreate(written.Trim(), UriKind.Absolute, out var alone) ? alone
                : Base;
        }

        if (reader.GetAttribute("xml:lang") is { } language)
        {
            Language = language.Trim() is { Length: > 0 } declared ? declared : null;
        }
    }

    /// <summary>Without the white space that templates leave around and inside addresses, and escaped once, not twice.</summary>
    private static string Plain(string link)
    {
        var trimmed = link.Trim();
        trimmed = trimmed.Contains("&amp;", StringComparison.Ordinal) ? trimmed.Replace("&amp;", "&", StringComparison.Ordinal) : trimmed;
        return trimmed.AsSpan().ContainsAny('\n', '\r', '\t')
            ? string.Concat(trimmed.Split(['\n', '\r', '\t'], StringSplitOptions.TrimEntries))
            : trimmed;
    }

    /// <summary>No page and no file, but something to run.</summary>
    private static bool IsProgram(string link) =>
        link.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase) || link.StartsWith("vbscript:", StringComparison.OrdinalIgnoreCase) || link.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    private static bool HasScheme(string link)
    {
        var colon = link.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && char.IsAsciiLetter(link[0]) && link.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }
}
