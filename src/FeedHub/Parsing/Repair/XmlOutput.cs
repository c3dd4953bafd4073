using System.Text;

namespace FeedHub.Parsing;

/// <summary>The document that <see cref="XmlRepair"/> writes: text as XML wants it, and never far more of it than was read.</summary>
internal sealed class XmlOutput
{
    /// <summary>Room for repairs that any document has; a long one may grow by half.</summary>
    private const int MoreCharacters = 1_000_000;

    /// <summary>Of what stands between two tags: more than is read of any field.</summary>
    private const int MostBetweenTags = 3_000_000;

    private readonly StringBuilder _written;
    private readonly XmlReferences _references;
    private readonly Problems _problems;
    private readonly int _most;
    private int _tagEnd;

    /// <param name="text">What is repaired, from <paramref name="start"/> on.</param>
    public XmlOutput(string text, int start, Problems problems)
    {
        _problems = problems;
        _written = new StringBuilder(text.Length - start + 256);
        _references = new XmlReferences(text, start, _written, problems);
        _most = MoreCharacters + text.Length + (text.Length / 2);
    }

    public int Length
    {
        get => _written.Length;
        set => _written.Length = value;
    }

    /// <summary>Nothing more is to be read.</summary>
    public bool IsFull => _written.Length > _most;

    public XmlOutput Append(char character)
    {
        _written.Append(character);
        _tagEnd = _written.Length;
        return this;
    }

    public XmlOutput Append(string markup)
    {
        _written.Append(markup);
        _tagEnd = _written.Length;
        return this;
    }

    public void Insert(int at, string markup) => _written.Insert(at, markup);

    public override string ToString() => _written.ToString();

    /// <summary>Text outside of tags and CDATA sections.</summary>
    public void AppendText(ReadOnlySpan<char> text) => Append(text, "&");

    /// <summary>A smaller-than sign that begins no tag.</summary>
    public void AppendLessThan() => Append("<", "<");

    /// <summary>The value of an attribute in double quotes.</summary>
    public void AppendAttribute(ReadOnlySpan<char> value) => Append(value, "&<\"");

    /// <summary>As it is, but for characters that XML forbids; what is left never ends a CDATA section.</summary>
    public void AppendPlain(ReadOnlySpan<char> text)
    {
        while (text.IndexOfAny(XmlCharacters.Forbidden) is >= 0 and var bad)
        {
            _problems.Add("Control characters were removed.");
            AppendAllowed(text[..bad]);
            text = text[(bad + 1)..];
        }

        AppendAllowed(text);
    }

    private void Append(ReadOnlySpan<char> text, ReadOnlySpan<char> specials)
    {
        while (!text.IsEmpty)
        {
            if (MostBetweenTags - (_written.Length - _tagEnd) is var room && text.Length > room)
            {
                _problems.Add("A field is longer than 3000000 characters; the rest of it was left out.");
                text = text[..Math.Max(0, room)];
            }

            var special = text.IndexOfAny(specials);
            AppendPlain(special < 0 ? text : text[..special]);
            if (special < 0)
            {
                return;
            }

            text = text[special..];
            var consumed = text[0] == '&' ? _references.Append(text) : 0;
            if (consumed == 0)
            {
                _written.Append(text[0] switch { '<' => "&lt;", '"' => "&quot;", _ => "&amp;" });
                consumed = 1;
            }

            text = text[consumed..];
        }
    }

    private void AppendAllowed(ReadOnlySpan<char> text)
    {
        // The brackets may have come from two sides of something that was left out.
        if (text is ['>', ..] && IsBracket(1) && IsBracket(2))
        {
            _written.Append("&gt;");
            text = text[1..];
        }
        else if (text is [']', '>', ..] && IsBracket(1))
        {
            _written.Append("]&gt;");
            text = text[2..];
        }

        while (text.IndexOf("]]>") is >= 0 and var end)
        {
            _written.Append(text[..(end + 2)]).Append("&gt;");
            text = text[(end + 3)..];
        }

        _written.Append(text);
    }

    private bool IsBracket(int fromEnd) => _written.Length >= fromEnd && _written[^fromEnd] == ']';
}
