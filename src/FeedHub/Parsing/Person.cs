using System.Xml;

namespace FeedHub.Parsing;

/// <summary>How RSS writes people: <c>mail@example.org (Name)</c>, <c>Name (mail@example.org)</c>, <c>Name &lt;mail@example.org&gt;</c>, a name, or an address alone.</summary>
internal static class Person
{
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
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open > 0 && text[^1] == ')' && text.Length - open > 2)
        {
            var (before, within) = (text[..open].Trim(), text[(open + 1)..^1].Trim());
            if (IsAddress(before) != IsAddress(within))
            {
                return IsAddress(before) ? within : before;
            }
        }

        var angle = text.IndexOf('<', StringComparison.Ordinal);
        return angle > 0 && text[^1] == '>' && text.AsSpan(angle).Contains('@') ? text[..angle].Trim().Trim('"') : text;
    }

    private static bool IsAddress(string text) => text.Contains('@', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal);
}
