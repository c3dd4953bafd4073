using System.Globalization;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>What a feed says of itself, gathered as its elements pass.</summary>
internal sealed class FeedFields
{
    private const int MaxAuthors = 200;

    private readonly List<string> _authors = [];
    private readonly List<int> _skipHours = [];
    private readonly List<DayOfWeek> _skipDays = [];

    private string? _id;
    private string? _title;
    private string? _otherTitle;
    private string? _link;
    private bool _linkIsAtom;
    private bool _linkIsOther;
    private string? _looseLink;
    private string? _description;
    private string? _language;
    private string? _inheritedLanguage;
    private string? _hub;
    private string? _self;
    private string? _image;
    private DateTimeOffset? _updated;
    private TimeSpan? _ttl;
    private TimeSpan? _period;
    private int _frequency = 1;

    /// <summary>A container's own attributes.</summary>
    public void Enter(XmlReader reader, Vocabulary vocabulary, LinkScope scope)
    {
        _inheritedLanguage ??= reader.GetAttribute("xml:lang");
        _id ??= vocabulary == Vocabulary.Core ? reader.GetAttribute("about", "http://www.w3.org/1999/02/22-rdf-syntax-ns#") : null;
        _looseLink ??= scope.ResolveOrKeep(reader.GetAttribute("HREF"));
    }

    /// <summary>Reads one element of the feed's own and moves past it.</summary>
    public void Read(XmlReader reader, Vocabulary vocabulary, string name, LinkScope scope, ParseOptions options, Problems problems)
    {
        switch (vocabulary, name)
        {
            case (Vocabulary.Core or Vocabulary.Atom, "title"):
                _title = TextConstruct.Read(reader, vocabulary, problems).Markup ?? _title;
                break;
            case (Vocabulary.Core or Vocabulary.Atom, "link"):
                ReadLink(reader, scope, problems);
                break;
            case (Vocabulary.DublinCore or Vocabulary.ITunes, "title"):
                _otherTitle = TextConstruct.Read(reader, Vocabulary.Core, problems).Markup ?? _otherTitle;
                break;
            case (Vocabulary.Atom, "author"):
                AddAuthor(Person.Read(reader, problems).Person);
                break;
            case (Vocabulary.Core or Vocabulary.Atom, "description" or "tagline" or "subtitle" or "abstract"):
                _description = TextConstruct.Read(reader, vocabulary, problems).Markup ?? _description;
                break;
            case (Vocabulary.ITunes, "summary" or "subtitle") when _description is null:
                _description = TextConstruct.Read(reader, vocabulary, problems).Markup;
                break;
            case (Vocabulary.Core or Vocabulary.Atom or Vocabulary.DublinCore, "language"):
                _language = Text(reader, problems) is { Length: > 0 } language ? language : _language;
                break;
            case (Vocabulary.Atom, "id"):
                _id = Text(reader, problems);
                break;
            case (Vocabulary.Core or Vocabulary.Atom, "image"):
                ReadImage(reader, scope, problems);
                break;
            case (Vocabulary.Atom, "logo"):
                _image = scope.Resolve(Text(reader, problems)) ?? _image;
                break;
            case (Vocabulary.Atom, "icon"):
                _image = scope.Resolve(Text(reader, problems)) is { } icon ? _image ?? icon : _image;
                break;
            case (Vocabulary.ITunes, "image"):
                _image ??= scope.Resolve(reader.GetAttribute("href"));
                reader.Skip();
                break;
            case (Vocabulary.Core, "lastbuilddate") or (Vocabulary.Atom, "updated" or "modified"):
                _updated = FeedDate.Parse(Text(reader, problems), options.TimeZone) ?? _updated;
                break;
            case (Vocabulary.Core, "pubdate") or (Vocabulary.DublinCore, "date"):
                _updated = FeedDate.Parse(Text(reader, problems), options.TimeZone) is { } date ? _updated ?? date : _updated;
                break;
            case (Vocabulary.Core, "ttl"):
                _ttl = Number(Text(reader, problems)) is { } minutes and > 0 ? TimeSpan.FromMinutes(minutes) : null;
                break;
            case (Vocabulary.Syndication, "updateperiod"):
                _period = Period(Text(reader, problems));
                break;
            case (Vocabulary.Syndication, "updatefrequency"):
                _frequency = Number(Text(reader, problems)) is { } times and > 0 ? times : 1;
                break;
            case (Vocabulary.Core, "skiphours"):
                ReadList(reader, problems, AddHour);
                break;
            case (Vocabulary.Core, "skipdays"):
                ReadList(reader, problems, AddDay);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Atom's authors of the feed, who are also those of every entry that names none (RFC 4287 §4.2.1).</summary>
    public IReadOnlyList<string> Authors => _authors;

    public ParsedFeed ToFeed(string format) => new()
    {
        Format = format,
        Id = _id ?? (format.StartsWith("atom", StringComparison.Ordinal) ? null : _link),
        TitleHtml = _title ?? _otherTitle,
        Link = _link ?? _looseLink,
        DescriptionHtml = _description,
        Language = _language ?? _inheritedLanguage,
        Hub = _hub,
        Self = _self,
        ImageUrl = _image,
        Updated = _updated,
        Ttl = _ttl,
        UpdatePeriod = _period / _frequency,
        SkipHours = [.. _skipHours.Distinct()],
        SkipDays = [.. _skipDays.Distinct()],
    };

    private static string Text(XmlReader reader, Problems problems) => ElementText.Read(reader, problems).Value.Trim();

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 10_000_000 ? number : null;

    private static TimeSpan? Period(string text) => text.ToLowerInvariant() switch
    {
        "hourly" => TimeSpan.FromHours(1),
        "daily" => TimeSpan.FromDays(1),
        "weekly" => TimeSpan.FromDays(7),
        "monthly" => TimeSpan.FromDays(30),
        "yearly" => TimeSpan.FromDays(365),
        _ => null,
    };

    private void ReadLink(XmlReader reader, LinkScope scope, Problems problems)
    {
        var href = reader.GetAttribute("href");
        var (relation, type) = (reader.GetAttribute("rel")?.Trim().ToLowerInvariant(), reader.GetAttribute("type"));
        var text = Text(reader, problems);
        var link = scope.ResolveOrKeep(href ?? text);
        switch (href is null ? null : relation)
        {
            case null or "" or "alternate" or LinkScope.Alternate:
                // RSS's own <link> is the page; an atom:link beside it may forget to say that it is the feed.
                _link = _link is null || (href is null ? _linkIsAtom : _linkIsOther && LinkScope.IsPage(type)) ? link ?? _link : _link;
                _linkIsAtom = href is not null && (_linkIsAtom || ReferenceEquals(_link, link));
                _linkIsOther = ReferenceEquals(_link, link) ? !LinkScope.IsPage(type) : _linkIsOther;
                break;
            case "self":
                _self ??= scope.Resolve(href);
                break;
            case "hub":
                _hub ??= scope.Resolve(href);
                break;
            default:
                _looseLink ??= relation is "via" or "related" ? link : null;
                break;
        }
    }

    private void AddAuthor(string? author)
    {
        if (!string.IsNullOrWhiteSpace(author) && _authors.Count < MaxAuthors && !_authors.Contains(author))
        {
            _authors.Add(author);
        }
    }

    private void ReadImage(XmlReader reader, LinkScope scope, Problems problems) =>
        ChildElements.Each(reader, () =>
        {
            if (Vocabularies.Name(reader) == "url")
            {
                _image = scope.Resolve(Text(reader, problems)) ?? _image;
            }
        });

    private static void ReadList(XmlReader reader, Problems problems, Action<string> add) =>
        ChildElements.Each(reader, () => add(Text(reader, problems)));

    /// <summary>RSS 0.91 counts 1–24, later versions 0–23.</summary>
    private void AddHour(string text)
    {
        if (Number(text) is { } hour and <= 24)
        {
            _skipHours.Add(hour % 24);
        }
    }

    private void AddDay(string text)
    {
        if (Enum.TryParse<DayOfWeek>(text, ignoreCase: true, out var day) && Enum.IsDefined(day) && !char.IsAsciiDigit(text[0]))
        {
            _skipDays.Add(day);
        }
    }
}
