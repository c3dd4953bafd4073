using System.Xml;

namespace FeedHub.Parsing;

/// <summary>How RSS writes people: <c>mail@example.org (Name)</c>, <c>Name (mail@example.org)</c>, <c>Name &lt;mail@example.org&gt;</c>, a name, or an address alone.</summary>
internal static class Person
{
    private const string MailScheme = "mailto:";

    /// <summary>What may stand between an address and a name.</summary>
    private static readonly char[] Between = [' ', '-', '–', ',', '،', ';', ':', '|', '/'];

    /// <summary>Reads the element the reader stands on and moves past it: Atom's persons have parts, RSS's are a line.</summary>
    /// <returns>The name, else the address; null: neither. And all that is written, for whoever compares.</returns>
    public static (string? Person, string Written) Read(XmlReader reader, Problems problems)
    {
        string? name = null;
        string? address = null;
        string? marked = null;
        var line = ChildElements.Each(reader, () =>
        {
            var part = Vocabularies.Name(reader);
            if (part is "name" or "email")
            {
                var text = ElementText.Read(reader, problems).Value.Trim();
                (name, address) = part == "name" ? (text, address) : (name, text);
            }
            else if (part is "p" or "span" or "a" or "b" or "strong" or "em" or "i" or "div")
            {
                marked ??= ElementText.Read(reader, problems) is { IsMarkup: false } text ? text.Value.Trim() : null;
            }
        });
        line = line.Length > 0 ? line : marked ?? "";
        var person = !string.IsNullOrWhiteSpace(name) ? Name(name) : !string.IsNullOrWhiteSpace(address) ? address : Name(line);
        return (person, $"{name}\n{address}\n{line}");
    }

    /// <summary>The name where there is one, else what is written.</summary>
    public static string Name(string written)
    {
        var text = written.Trim();
        text = text.StartsWith(MailScheme, StringComparison.OrdinalIgnoreCase) ? text[MailScheme.Length..] : text;
        return ByBrackets(text, '(', ')') ?? ByBrackets(text, '<', '>') ?? BesideAddress(text) ?? text;
    }

    public static bool IsAddress(string text) => text.Contains('@', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal);

    /// <summary><c>mail (name)</c>, <c>name (mail)</c>, <c>(name)</c>, <c>name &lt;mail&gt;</c>; a remark behind a name belongs to it.</summary>
    private static string? ByBrackets(string text, char open, char close)
    {
        var at = text.IndexOf(open, StringComparison.Ordinal);
        if (at < 0 || text[^1] != close || text.Length - at < 2)
        {
            return null;
        }

        var (before, within) = (text[..at].Trim().Trim('"'), text[(at + 1)..^1].Trim());
        return before.Length == 0 ? (open == '(' || IsAddress(within)) && within.Length > 0 ? within : null
            : within.Length == 0 ? before
            : IsAddress(before) == IsAddress(within) ? null
            : IsAddress(before) ? within : before;
    }

    /// <summary><c>mail name</c>, <c>mail - name</c>, <c>name, mail</c>.</summary>
    private static string? BesideAddress(string text)
    {
        var (first, last) = (text.IndexOf(' ', StringComparison.Ordinal), text.LastIndexOf(' '));
        var name = first < 0 ? ""
            : IsAddress(text[..first]) ? text[first..].Trim(Between)
            : IsAddress(text[(last + 1)..]) ? text[..last].Trim(Between)
            : "";
        return name.Length > 0 && !name.Contains('@', StringComparison.Ordinal) ? name : null;
    }
}
