using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>A sitemap named by a sitemap index.</summary>
/// <param name="Url">Absolute.</param>
/// <param name="Changed"><c>lastmod</c>; null: not said.</param>
public sealed record SitemapPart(string Url, DateTimeOffset? Changed);

/// <summary>
/// Reads a sitemap or a sitemap index (sitemaps.org), with the News and Image extensions that search engines read (developers.google.com/search,
/// news-sitemap and image-sitemaps): what they say of a page becomes an entry. Well-formed XML, forward only.
/// </summary>
internal sealed class SitemapReader(ParseOptions options, Problems problems, CancellationToken cancellationToken)
{
    /// <summary>A file may name 50,000 pages (sitemaps.org).</summary>
    private const int MaxPages = 50_000;

    private readonly List<ParsedEntry> _entries = [];
    private readonly List<SitemapPart> _parts = [];
    private readonly StringBuilder _text = new();
    private Page _page = new();

    /// <exception cref="XmlException">The text is not well-formed.</exception>
    public ParsedFeed Read(string text)
    {
        using var reader = XmlReader.Create(new StringReader(text), FeedReader.Settings);
        while (reader.Read() && _entries.Count + _parts.Count < MaxPages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    _text.Clear();
                    _page = reader.LocalName is "url" or "sitemap" ? new Page() : _page;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    _text.Append(reader.Value);
                    break;
                case XmlNodeType.EndElement:
                    End(reader);
                    _text.Clear();
                    break;
            }
        }

        return new ParsedFeed
        {
            Format = "sitemap",
            TitleHtml = _page.Publication,
            Language = _entries.Find(entry => entry.Language is not null)?.Language,
            IsListing = true,
            Entries = [.. _entries],
            Parts = [.. _parts],
            Problems = problems.ToImmutable(),
        };
    }

    private void End(XmlReader reader)
    {
        var value = _text.ToString().Trim();
        var isImage = IsOf(reader, "image");
        switch (reader.LocalName)
        {
            case "url":
                AddPage();
                break;
            case "sitemap":
                AddPart();
                break;
            case "loc" when isImage:
                _page.Image ??= Absolute(value);
                break;
            case "loc":
                _page.Address = Absolute(value);
                break;
            case "lastmod":
                _page.Changed = FeedDate.Read(value, options.TimeZone, problems);
                break;
            case "title" when !isImage && !IsOf(reader, "video"):
                _page.Title = value;
                break;
            case "publication_date" when !IsOf(reader, "video"):
                _page.Published = FeedDate.Read(value, options.TimeZone, problems);
                break;
            case "name":
                _page.Publication = value;
                break;
            case "language":
                _page.Language = value;
                break;
            case "keywords":
                _page.Keywords = value;
                break;
        }
    }

    private void AddPage()
    {
        if (_page.Address is not { } address)
        {
            problems.Add($"Page {_entries.Count + 1} of the sitemap has no address; it was left out.");
            return;
        }

        _entries.Add(new ParsedEntry
        {
            Link = address,
            TitleHtml = _page.Title is { Length: > 0 } title ? title : Sitemap.NameOf(address),
            TitleIsText = true,
            Published = _page.Published ?? _page.Changed,
            Categories = [.. (_page.Keywords ?? "").Split([',', '،', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            ImageUrl = _page.Image,
            Language = _page.Language,
            RawHash = XxHash64.HashToUInt64(MemoryMarshal.AsBytes(string.Join('\n', address, _page.Title, _page.Keywords, _page.Image).AsSpan())),
        });
    }

    private void AddPart()
    {
        if (_page.Address is { } address)
        {
            _parts.Add(new SitemapPart(address, _page.Changed));
        }
    }

    private string? Absolute(string address) =>
        Uri.TryCreate(options.BaseUri, address, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;

    /// <summary>Namespaces are often forgotten or misspelt; the prefixes stay.</summary>
    private static bool IsOf(XmlReader reader, string extension) =>
        reader.Prefix.Equals(extension, StringComparison.OrdinalIgnoreCase) || reader.NamespaceURI.Contains("sitemap-" + extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>What is said of one page so far.</summary>
    private sealed class Page
    {
        public string? Address { get; set; }

        public DateTimeOffset? Changed { get; set; }

        public string? Title { get; set; }

        public DateTimeOffset? Published { get; set; }

        public string? Publication { get; set; }

        public string? Language { get; set; }

        public string? Keywords { get; set; }

        public string? Image { get; set; }
    }
}
