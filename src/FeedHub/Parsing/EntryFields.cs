using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>One entry's fields, gathered as its elements pass.</summary>
internal sealed partial class EntryFields(ParseOptions options, Problems problems, Vocabularies vocabularies, bool isAtom)
{
    private const int MaxListed = 200;
    private const int MaxLevels = 8;

    private readonly List<string> _authors = [];
    private readonly List<string> _sourceAuthors = [];
    private readonly List<string> _hosts = [];
    private readonly List<string> _credits = [];
    private readonly List<string> _categories = [];
    private readonly List<string> _keywords = [];
    private readonly List<Enclosure> _enclosures = [];
    private readonly SortedList<Body, TextConstruct> _bodies = [];
    private readonly XxHash64 _written = new();

    private string? _id;
    private string? _guidLink;
    private string? _idLink;
    private string? _link;
    private string? _originalLink;
    private bool _linkIsOther;
    private bool _linkIsAtom;
    private int _level;
    private string? _fallbackLink;
    private string? _image;
    private string? _language;
    private string? _sourceTitle;
    private bool _isWritten;
    private TextConstruct _title;
    private TextConstruct _otherTitle;
    private DateTimeOffset? _published;
    private DateTimeOffset? _updated;
    private DateTimeOffset? _otherDate;

    /// <summary>Where a body may stand, the best first.</summary>
    private enum Body
    {
        Encoded,
        AtomContent,
        Xhtml,
        Description,
        Summary,
        Division,
        MediaDescription,
        ITunesSummary,
    }

    /// <summary>Reads the whole entry the reader stands on and moves past it.</summary>
    public void ReadAll(XmlReader reader, LinkScope scope)
    {
        _language = scope.Language;
        _id = reader.GetAttribute("about", "http://www.w3.org/1999/02/22-rdf-syntax-ns#")?.Trim();
        _idLink = IsWeb(_id) ? scope.Resolve(_id) : null;
        if (_id is null && reader.HasAttributes)
        {
            ReadAttributes(reader, scope);
        }

        ReadChildren(reader, scope);
    }

    /// <summary>CDF, Microsoft's channels of 1997: an item says where and when it is in its attributes.</summary>
    private void ReadAttributes(XmlReader reader, LinkScope scope)
    {
        _fallbackLink = scope.ResolveOrKeep(reader.GetAttribute("HREF") ?? reader.GetAttribute("href"));
        _updated = FeedDate.Parse(reader.GetAttribute("LASTMOD") ?? reader.GetAttribute("lastmod"), options.TimeZone);
        _isWritten = _updated is not null;
        Note(_fallbackLink ?? "");
    }

    /// <summary>Who is named where the entry and its feed name no author: the podcast's host, else whoever is credited for a clip or picture.</summary>
    public ImmutableArray<string> OtherAuthors => [.. (_hosts.Count > 0 ? _hosts : _credits).Distinct()];

    /// <summary>Null: there is nothing in it, not even an element.</summary>
    public ParsedEntry? ToEntry()
    {
        var body = _bodies.Values.ElementAtOrDefault(0);
        var summary = _bodies.Values.ElementAtOrDefault(1);
        var title = _title.Markup is null ? _otherTitle : _title;
        var link = _originalLink ?? _link ?? _guidLink ?? _fallbackLink ?? _idLink;
        if (!_isWritten && link is null && _id is null)
        {
            return null;
        }

        return new ParsedEntry
        {
            Id = _id,
            Link = link,
            TitleHtml = title.Markup?.Trim(),
            TitleIsText = title.IsText,
            TitleIsDeclared = title.IsDeclared,
            ContentHtml = body.Markup,
            ContentIsText = body.IsText,
            ContentIsDeclared = body.IsDeclared,
            ContentIsCut = body.IsCut,
            SummaryHtml = summary.Markup,
            SummaryIsText = summary.IsText,
            Published = _published ?? _otherDate,
            Updated = _updated,
            Authors = [.. Named(_authors.Count > 0 ? _authors : _sourceAuthors).Distinct()],
            Categories = [.. (_categories.Count > 0 ? _categories : _keywords).Distinct()],
            Enclosures = Enclosure.Merged(_enclosures),
            ImageUrl = _image,
            Language = _language,
            SourceTitle = _sourceTitle,
            RawHash = _written.GetCurrentHashAsUInt64(),
        };
    }

    /// <summary>RSS has a field for the author's address and, from Dublin Core, one for the name: both are one person.</summary>
    private IEnumerable<string> Named(List<string> authors) =>
        isAtom || authors.TrueForAll(Person.IsAddress) ? authors : authors.Where(author => !Person.IsAddress(author));

    private void ReadChildren(XmlReader reader, LinkScope scope)
    {
        // media:group and media:content stand in each other, never deeper than this. What else stands in them belongs to the clip.
        var isEntry = _level == 0;
        if (++_level > MaxLevels)
        {
            problems.Add($"Elements are nested deeper than {MaxLevels} groups; the inner ones were left out.");
            reader.Skip();
        }
        else
        {
            ChildElements.Each(reader, () =>
            {
                _isWritten = true;
                var outer = scope.Open(reader);
                var vocabulary = vocabularies.Of(reader);
                if (isEntry || vocabulary == Vocabulary.Media)
                {
                    ReadElement(reader, vocabulary, scope);
                }

                scope.Close(outer);
            });
        }

        _level--;
    }

    private void ReadElement(XmlReader reader, Vocabulary vocabulary, LinkScope scope)
    {
        var name = Vocabularies.Name(reader);
        switch (vocabulary)
        {
            case Vocabulary.Core or Vocabulary.Atom:
                ReadCore(reader, vocabulary, name, scope);
                break;
            case Vocabulary.Content when name == "encoded":
                AddBody(Body.Encoded, Construct(reader, vocabulary));
                break;
            case Vocabulary.Xhtml when name is "body" or "div":
                AddBody(name == "body" ? Body.Xhtml : Body.Division, Construct(reader, vocabulary));
                break;
            case Vocabulary.DublinCore or Vocabulary.DublinCoreTerms:
                ReadDublinCore(reader, name);
                break;
            case Vocabulary.Media:
                ReadMedia(reader, name, scope);
                break;
            case Vocabulary.ITunes:
                ReadITunes(reader, name, scope);
                break;
            case Vocabulary.FeedBurner when name == "origlink":
                _originalLink = scope.Resolve(Text(reader)) ?? _originalLink;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadCore(XmlReader reader, Vocabulary vocabulary, string name, LinkScope scope)
    {
        switch (name)
        {
            case "title":
                _title = Construct(reader, vocabulary) is { Markup: not null } title ? title : _title;
                break;
            case "link":
                ReadLink(reader, scope);
                break;
            case "guid" or "id":
                ReadId(reader, scope);
                break;
            case "description":
                AddBody(Body.Description, Construct(reader, vocabulary));
                break;
            case "content" when reader.GetAttribute("src") is { } source:
                _fallbackLink ??= scope.ResolveOrKeep(source);
                reader.Skip();
                break;
            case "content" when vocabulary == Vocabulary.Atom && TextConstruct.IsBinary(reader.GetAttribute("type")):
                Note(reader.GetAttribute("type")!);
                reader.Skip();
                break;
            case "content" or "fullitem" or "body":
                AddBody(Body.AtomContent, Construct(reader, vocabulary));
                break;
            case "summary" or "abstract":
                AddBody(Body.Summary, Construct(reader, vocabulary));
                break;
            case "pubdate" or "published" or "issued":
                _published = Date(reader) ?? _published;
                break;
            case "updated" or "modified" or "lastbuilddate":
                _updated = Date(reader) ?? _updated;
                break;
            case "created" or "date":
                _otherDate = Date(reader) ?? _otherDate;
                break;
            case "author" or "creator":
                Add(_authors, ReadPerson(reader));
                break;
            case "category":
                ReadCategory(reader);
                break;
            case "enclosure":
                AddEnclosure(scope.ResolveOrKeep(reader.GetAttribute("url") ?? reader.GetAttribute("href")), reader.GetAttribute("type"), reader.GetAttribute("length"));
                reader.Skip();
                break;
            case "source":
                ReadSource(reader);
                break;
            case "image":
                ReadImage(reader, scope);
                break;
            case "language":
                _language = Text(reader) is { Length: > 0 } language ? language : _language;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadLink(XmlReader reader, LinkScope scope)
    {
        var (href, relation, type) = (reader.GetAttribute("href"), reader.GetAttribute("rel")?.Trim().ToLowerInvariant(), reader.GetAttribute("type"));
        var (title, length) = (reader.GetAttribute("title"), reader.GetAttribute("length"));
        var text = Text(reader);
        if (href is null)
        {
            // RSS's own <link> is the page; an atom:link beside it may forget to say that it is the feed.
            _link = _link is null || _linkIsAtom ? scope.ResolveOrKeep(text) ?? _link : _link;
            _linkIsAtom = false;
            return;
        }

        Note(href);
        var link = scope.ResolveOrKeep(href);
        switch (relation)
        {
            case null or "" or "alternate" or LinkScope.Alternate:
                _link = _link is null || (_linkIsOther && LinkScope.IsPage(type)) ? link ?? _link : _link;
                _linkIsOther = ReferenceEquals(_link, link) && !LinkScope.IsPage(type);
                _linkIsAtom |= ReferenceEquals(_link, link) && !isAtom;
                break;
            case "enclosure":
                AddEnclosure(link, type, length);
                break;
            case "via" or "related" or "self":
                _fallbackLink ??= isAtom && title is null && relation != "self" ? link : _fallbackLink;
                break;
        }
    }

    private void ReadId(XmlReader reader, LinkScope scope)
    {
        var permanent = (reader.GetAttribute("isPermaLink") ?? reader.GetAttribute("ispermalink") ?? reader.GetAttribute("isPermalink"))?.Trim();
        var isGuid = Vocabularies.Name(reader) == "guid";
        var id = Text(reader);
        if (id.Length == 0)
        {
            return;
        }

        _id = id;
        _idLink = !isGuid && IsWeb(id) ? scope.Resolve(id) : null;
        if (isGuid && (permanent is null ? id.StartsWith("http", StringComparison.OrdinalIgnoreCase) : permanent.Equals("true", StringComparison.OrdinalIgnoreCase)))
        {
            _guidLink = scope.Resolve(id);
        }
    }

    private static bool IsWeb(string? id) =>
        id is not null && (id.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || id.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    private void ReadCategory(XmlReader reader)
    {
        var attribute = reader.GetAttribute("label") ?? reader.GetAttribute("term");
        var text = Text(reader);
        AddCategory(string.IsNullOrWhiteSpace(attribute) ? text : attribute);
    }

    private void ReadSource(XmlReader reader)
    {
        if (!isAtom)
        {
            _sourceTitle = Text(reader) is { Length: > 0 } title ? title : _sourceTitle;
            return;
        }

        Children(reader, name =>
        {
            if (name == "title")
            {
                _sourceTitle = Text(reader);
            }
            else if (name == "author")
            {
                // RFC 4287 §4.2.1: an entry without authors has those of its source.
                Add(_sourceAuthors, ReadPerson(reader));
            }
        });
    }

    private void ReadImage(XmlReader reader, LinkScope scope)
    {
        var named = reader.GetAttribute("url") ?? reader.GetAttribute("href");
        var written = Children(reader, name => named = name == "url" ? Text(reader) : named);
        _image ??= scope.Resolve(named ?? (written.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? written : null));
    }

    private string? ReadPerson(XmlReader reader)
    {
        var (person, written) = Person.Read(reader, problems);
        Note(written);
        return person;
    }

    /// <summary>Offers every child by its name. Returns the text between them.</summary>
    private string Children(XmlReader reader, Action<string> read)
    {
        var line = ChildElements.Each(reader, () => read(Vocabularies.Name(reader)));
        Note(line);
        return line;
    }

    private void AddBody(Body kind, TextConstruct body)
    {
        if (body.Markup is not null)
        {
            _bodies.TryAdd(kind, body);
        }
    }

    private static void Add(List<string> people, string? person)
    {
        if (!string.IsNullOrWhiteSpace(person) && people.Count < MaxListed)
        {
            people.Add(person.Trim());
        }
    }

    private void AddCategory(string category)
    {
        if (category.Trim() is { Length: > 0 } name && _categories.Count < MaxListed)
        {
            Note(name);
            _categories.Add(name);
        }
    }

    private void AddEnclosure(string? url, string? type, string? length)
    {
        if (url is not null && _enclosures.Count < MaxListed)
        {
            Note(url);
            var size = long.TryParse(length?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) && bytes >= 0 ? bytes : (long?)null;
            _enclosures.Add(new Enclosure(url, string.IsNullOrWhiteSpace(type) ? null : type.Trim(), size));
        }
    }

    private TextConstruct Construct(XmlReader reader, Vocabulary vocabulary)
    {
        var construct = TextConstruct.Read(reader, vocabulary, problems);
        Note(construct.Markup ?? "");
        return construct;
    }

    private DateTimeOffset? Date(XmlReader reader) => FeedDate.Read(Text(reader), options.TimeZone, problems);

    private string Text(XmlReader reader)
    {
        var text = ElementText.Read(reader, problems).Value.Trim();
        Note(text);
        return text;
    }

    private void Note(string text)
    {
        _written.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        _written.Append("\u001F"u8);
    }
}
