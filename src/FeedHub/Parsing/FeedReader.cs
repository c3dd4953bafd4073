using System.Collections.Immutable;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>Reads well-formed XML of any dialect, element by element, forward only; the dialects differ in names, and the names hardly collide.</summary>
internal sealed class FeedReader(ParseOptions options, Problems problems, CancellationToken cancellationToken)
{
    private const int MaxEntries = 2_000;

    /// <summary>With the empty ones: a document may hold millions.</summary>
    private const int MaxSeen = 10 * MaxEntries;

    internal static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Parse,
        XmlResolver = null,
        MaxCharactersFromEntities = 100_000,
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly List<(ParsedEntry Entry, ImmutableArray<string> OtherAuthors)> _entries = [];
    private readonly FeedFields _feed = new();
    private Vocabularies? _vocabularies;
    private string _format = "";
    private int _seen;

    /// <exception cref="XmlException">The text is not well-formed.</exception>
    public ParsedFeed Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), Settings);
        var scope = new LinkScope(options.BaseUri);
        while (reader.NodeType != XmlNodeType.Element && reader.Read())
        {
            // To the root.
        }

        _vocabularies = new Vocabularies(reader);
        _format = Dialect.Of(reader, _vocabularies);
        ReadContainer(reader, scope);
        return Assemble();
    }

    /// <summary>Root, channel and wrappers alike: entries are read wherever they stand, everything else belongs to the feed.</summary>
    private void ReadContainer(XmlReader reader, LinkScope scope)
    {
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.EndElement)
            {
                scope.Leave(reader.Depth);
                reader.Read();
            }
            else if (reader.NodeType != XmlNodeType.Element)
            {
                reader.Read();
            }
            else
            {
                ChildElements.Advance(reader, () => ReadElement(reader, scope));
            }
        }
    }

    private void ReadElement(XmlReader reader, LinkScope scope)
    {
        var vocabulary = _vocabularies!.Of(reader);
        var name = Vocabularies.Name(reader);
        if (IsEntry(vocabulary, name))
        {
            ReadEntry(reader, scope);
        }
        else if (IsContainer(vocabulary, name))
        {
            scope.Enter(reader);
            _feed.Enter(reader, vocabulary, scope);
            reader.Read();
        }
        else
        {
            var outer = scope.Open(reader);
            _feed.Read(reader, vocabulary, name, scope, options, problems);
            scope.Close(outer);
        }
    }

    private void ReadEntry(XmlReader reader, LinkScope scope)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_entries.Count >= MaxEntries || ++_seen > MaxSeen)
        {
            problems.Add($"The feed has more than {MaxEntries} entries; the first {MaxEntries} were read.");
            reader.Skip();
            return;
        }

        var number = _entries.Count + 1;
        var fields = new EntryFields(options, problems, _vocabularies!, _format.StartsWith("atom", StringComparison.Ordinal));
        var outer = scope.Open(reader);
        fields.ReadAll(reader, scope);
        scope.Close(outer);
        if (fields.ToEntry() is { } entry)
        {
            _entries.Add((entry, fields.OtherAuthors));
        }
        else
        {
            problems.Add($"Entry {number} is empty; it was left out.");
        }
    }

    private static bool IsEntry(Vocabulary vocabulary, string name) =>
        vocabulary is Vocabulary.Core or Vocabulary.Atom && (name is "item" or "entry");

    private static bool IsContainer(Vocabulary vocabulary, string name) =>
        vocabulary is Vocabulary.Core or Vocabulary.Atom or Vocabulary.Rdf or Vocabulary.Other
        && (name is "channel" or "feed" or "items" or "rss" or "rdf");

    private ParsedFeed Assemble() => _feed.ToFeed(_format) with { Entries = WithAuthors(), Problems = problems.ToImmutable() };

    private ImmutableArray<ParsedEntry> WithAuthors()
    {
        ImmutableArray<string> authors = [.. _feed.Authors];
        return [.. _entries.Select(read => !read.Entry.Authors.IsEmpty ? read.Entry : read.Entry with { Authors = authors.IsEmpty ? read.OtherAuthors : authors })];
    }
}

/// <summary>Which dialect a root element speaks.</summary>
internal static class Dialect
{
    public static string Of(XmlReader root, Vocabularies vocabularies)
    {
        var vocabulary = vocabularies.Of(root);
        var name = Vocabularies.Name(root);
        if (name is "feed" or "entry")
        {
            return root.GetAttribute("version") is { } version && version.StartsWith("0.", StringComparison.Ordinal) ? "atom-0.3"
                : root.NamespaceURI.Contains("purl.org/atom/ns#", StringComparison.OrdinalIgnoreCase) || root.NamespaceURI.Contains("necho", StringComparison.OrdinalIgnoreCase) ? "atom-0.3"
                : "atom-1.0";
        }

        if (name == "rdf")
        {
            return root.NamespaceURI.Length > 0 && Declares(root, "simple/0.9") ? "rss-0.90" : "rss-1.0";
        }

        return vocabulary == Vocabulary.Rdf ? "rss-1.0" : OfVersion(root.GetAttribute("version")?.Trim());
    }

    private static string OfVersion(string? version) => version switch
    {
        "0.90" or "0.9" => "rss-0.90",
        "0.91" or "0.92" or "0.93" or "0.94" => "rss-" + version,
        "1.0" => "rss-1.0",
        _ => "rss-2.0",
    };

    private static bool Declares(XmlReader root, string part)
    {
        var found = false;
        while (root.MoveToNextAttribute())
        {
            found |= root.Value.Contains(part, StringComparison.OrdinalIgnoreCase);
        }

        root.MoveToElement();
        return found;
    }
}
