using System.Xml;

namespace FeedHub.Parsing;

/// <summary>What other vocabularies than the feed's own say of an entry: Dublin Core, Media RSS, iTunes.</summary>
internal sealed partial class EntryFields
{
    private void ReadDublinCore(XmlReader reader, string name)
    {
        switch (name)
        {
            case "title":
                _otherTitle = Construct(reader, Vocabulary.Core);
                break;
            case "creator" or "author":
                Add(_authors, Person.Name(Text(reader)));
                break;
            case "date" or "created" or "issued" or "available":
                _otherDate = Date(reader) ?? _otherDate;
                break;
            case "modified":
                _updated = Date(reader) ?? _updated;
                break;
            case "subject":
                AddCategory(Text(reader));
                break;
            case "description":
                AddBody(Body.Summary, Construct(reader, Vocabulary.Core));
                break;
            case "identifier":
                _id = Text(reader) is { Length: > 0 } identifier ? _id ?? identifier : _id;
                break;
            case "language":
                _language = Text(reader) is { Length: > 0 } language ? language : _language;
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadMedia(XmlReader reader, string name, LinkScope scope)
    {
        switch (name)
        {
            case "group":
                ReadChildren(reader, scope);
                break;
            case "content":
                var (url, type, medium) = (scope.Resolve(reader.GetAttribute("url")), reader.GetAttribute("type"), reader.GetAttribute("medium"));
                if (medium == "image" || type?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true)
                {
                    _image ??= url;
                }

                AddEnclosure(url, type, reader.GetAttribute("fileSize"));
                ReadChildren(reader, scope);
                break;
            case "thumbnail":
                _image = scope.Resolve(reader.GetAttribute("url")) ?? _image;
                reader.Skip();
                break;
            case "title":
                _otherTitle = Construct(reader, Vocabulary.Core);
                break;
            case "description":
                AddBody(Body.MediaDescription, Construct(reader, Vocabulary.Core));
                break;
            case "category" or "keywords":
                AddKeywords(reader, name == "keywords");
                break;
            case "credit" when reader.GetAttribute("role") is null or "author":
                Add(_credits, Person.Name(Text(reader)));
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadITunes(XmlReader reader, string name, LinkScope scope)
    {
        switch (name)
        {
            case "title":
                _otherTitle = Construct(reader, Vocabulary.Core);
                break;
            case "author":
                Add(_hosts, Person.Name(Text(reader)));
                break;
            case "summary":
                AddBody(Body.ITunesSummary, Construct(reader, Vocabulary.Core));
                break;
            case "keywords" or "category":
                AddKeywords(reader, name == "keywords");
                break;
            case "image":
                _image ??= scope.Resolve(reader.GetAttribute("href"));
                reader.Skip();
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>What other vocabularies call a category: asked only where the entry has none of its own.</summary>
    private void AddKeywords(XmlReader reader, bool isList)
    {
        var written = reader.GetAttribute("label") ?? reader.GetAttribute("text");
        var text = Text(reader);
        written = string.IsNullOrWhiteSpace(written) ? text : written;
        string[] words = isList ? written.Split(',') : [written];
        foreach (var word in words.Select(word => word.Trim()).Where(word => word.Length > 0).Take(MaxListed - _keywords.Count))
        {
            _keywords.Add(word);
        }
    }
}
