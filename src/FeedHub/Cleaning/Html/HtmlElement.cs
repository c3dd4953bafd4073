using System.Collections.Frozen;

namespace FeedHub.Cleaning;

/// <summary>What an element means for the text around it.</summary>
[Flags]
internal enum Traits
{
    None = 0,

    /// <summary>Starts and ends a line.</summary>
    Block = 1,

    /// <summary>Vanishes with its content.</summary>
    Dropped = 2,

    /// <summary>Has no content and no end tag.</summary>
    Void = 4,

    /// <summary>Its content is no markup.</summary>
    Raw = 8,

    /// <summary>Its content is text with character references.</summary>
    RawText = 16,

    /// <summary>May overlap with other elements (HTML Standard §13.2.4.3, formatting).</summary>
    Formatting = 32,

    /// <summary>Ends an open <c>p</c>.</summary>
    EndsParagraph = 64,

    /// <summary>An end tag does not reach beyond it.</summary>
    Barrier = 128,

    /// <summary>Makes a figure a picture, so that its caption is one.</summary>
    Media = 256,

    /// <summary>Keeps its line ends.</summary>
    Preformatted = 512,

    /// <summary>Shows source code: tags in it are meant to be read.</summary>
    Code = 1024,

    /// <summary>An HTML element within SVG or MathML ends these.</summary>
    Foreign = 2048,

    Heading = 4096,

    /// <summary>Taken back by its author: dropped like the rest, but never beyond its own block.</summary>
    Struck = 8192,
}

/// <summary>An element of HTML, known by its name. Names not in the table share <see cref="Unknown"/>: transparent inlines.</summary>
internal sealed class HtmlElement
{
    private const Traits Line = Traits.Block | Traits.EndsParagraph;

    private static readonly List<HtmlElement> Numbered = [];

    public static readonly HtmlElement Unknown = new("", Traits.None);
    public static readonly HtmlElement A = new("a", Traits.Formatting);
    public static readonly HtmlElement Body = new("body", Traits.Block);
    public static readonly HtmlElement Br = new("br", Traits.Void);
    public static readonly HtmlElement Button = new("button", Traits.Dropped);
    public static readonly HtmlElement Caption = new("caption", Traits.Block | Traits.Barrier);
    public static readonly HtmlElement Dd = new("dd", Line);
    public static readonly HtmlElement Dt = new("dt", Line);
    public static readonly HtmlElement Figcaption = new("figcaption", Line);
    public static readonly HtmlElement Figure = new("figure", Line);
    public static readonly HtmlElement ForeignObject = new("foreignobject", Traits.None);
    public static readonly HtmlElement Hr = new("hr", Line | Traits.Void);
    public static readonly HtmlElement Html = new("html", Traits.Block);
    public static readonly HtmlElement Img = new("img", Traits.Void | Traits.Media);
    public static readonly HtmlElement Ins = new("ins", Traits.None);
    public static readonly HtmlElement Li = new("li", Line);
    public static readonly HtmlElement Math = new("math", Traits.Foreign);
    public static readonly HtmlElement Ol = new("ol", Line);
    public static readonly HtmlElement P = new("p", Line);
    public static readonly HtmlElement Plaintext = new("plaintext", Line | Traits.Preformatted);
    public static readonly HtmlElement Q = new("q", Traits.None);
    public static readonly HtmlElement Script = new("script", Traits.Dropped | Traits.Raw);
    public static readonly HtmlElement Sup = new("sup", Traits.None);
    public static readonly HtmlElement Svg = new("svg", Traits.Dropped | Traits.Foreign | Traits.Media);
    public static readonly HtmlElement Table = new("table", Traits.Block | Traits.Barrier);
    public static readonly HtmlElement Tbody = new("tbody", Traits.Block);
    public static readonly HtmlElement Td = new("td", Traits.Block | Traits.Barrier);
    public static readonly HtmlElement Tfoot = new("tfoot", Traits.Block);
    public static readonly HtmlElement Th = new("th", Traits.Block | Traits.Barrier);
    public static readonly HtmlElement Thead = new("thead", Traits.Block);
    public static readonly HtmlElement Tr = new("tr", Traits.Block);

    private static readonly FrozenDictionary<string, HtmlElement>.AlternateLookup<ReadOnlySpan<char>> Named = Index();

    private HtmlElement(string name, Traits traits)
    {
        Name = name;
        Traits = traits;
        Number = Numbered.Count;
        Numbered.Add(this);
    }

    /// <summary>How many numbers there are.</summary>
    public static int Count => Numbered.Count;

    public string Name { get; }

    public Traits Traits { get; }

    /// <summary>From 0, for arrays by element.</summary>
    public int Number { get; }

    public bool IsCell => this == Td || this == Th;

    /// <summary>Its end tag may be left out (HTML Standard §13.1.2.4).</summary>
    public bool HasOptionalEnd => this == P || this == Li || this == Dd || this == Dt || IsCell || this == Tr;

    public bool IsRowGroup => this == Tbody || this == Thead || this == Tfoot;

    public static HtmlElement Find(ReadOnlySpan<char> name) => Named.TryGetValue(name, out var element) ? element : Unknown;

    public bool Is(Traits trait) => (Traits & trait) != 0;

    private static FrozenDictionary<string, HtmlElement>.AlternateLookup<ReadOnlySpan<char>> Index()
    {
        Add(Line, "address article aside blockquote center details dir div dl fieldset footer form header hgroup legend main menu optgroup search section summary ul marquee frameset noframes");
        Add(Line | Traits.Heading, "h1 h2 h3 h4 h5 h6");
        Add(Line | Traits.Preformatted | Traits.Code, "pre listing");
        Add(Line | Traits.Preformatted | Traits.Code | Traits.Raw, "xmp");
        Add(Traits.Formatting, "b big em font i nobr small strong u");
        Add(Traits.Formatting | Traits.Dropped | Traits.Struck, "s strike");
        Add(Traits.Dropped | Traits.Struck, "del");
        Add(Traits.Formatting | Traits.Code, "code tt");
        Add(Traits.Code, "kbd samp var");
        Add(Traits.None, "abbr acronym bdi bdo blink cite data dfn label mark output picture rb rtc ruby slot span sub time");
        Add(Traits.Void, "area base basefont bgsound col command frame image keygen link meta param source track wbr");
        Add(Traits.Void | Traits.Dropped, "input");
        Add(Traits.Void | Traits.Dropped | Traits.Media, "embed");
        Add(Traits.Dropped | Traits.Raw, "style noembed");
        Add(Traits.Dropped | Traits.Raw | Traits.Media, "iframe");
        Add(Traits.Dropped | Traits.RawText, "title textarea");
        Add(Traits.Dropped | Traits.Media, "object applet audio video canvas amp-video amp-youtube amp-audio amp-img amp-anim amp-brightcove amp-dailymotion amp-vimeo");
        Add(
            Traits.Dropped,
            "noscript template map select rt rp xml datalist meter progress annotation annotation-xml "
            + "amp-ad amp-embed amp-iframe amp-social-share amp-auto-ads amp-sticky-ad amp-analytics amp-pixel amp-sidebar amp-consent "
            + "amp-user-notification amp-instagram amp-tiktok amp-facebook amp-facebook-like amp-facebook-comments amp-facebook-page amp-lightbox amp-state amp-next-page "
            + "amp-story-player amp-story-auto-ads amp-fx-flying-carpet amp-addthis amp-web-push amp-web-push-widget");
        Add(Line | Traits.Dropped, "nav dialog");
        return Numbered.Where(element => element.Name.Length > 0)
            .ToFrozenDictionary(element => element.Name, StringComparer.Ordinal)
            .GetAlternateLookup<ReadOnlySpan<char>>();
    }

    private static void Add(Traits traits, string names)
    {
        foreach (var name in names.Split(' '))
        {
            _ = new HtmlElement(name, traits);
        }
    }
}
