using AngleSharp.Common;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;
using FeedHub.Sources;

namespace FeedHub.Cleaning;

/// <summary>
/// Reads visible text from AngleSharp's tokens into lines. It keeps a short stack of open elements instead of a tree,
/// which makes it linear on any input: a tree of 42 KB of misnested markup takes 4 million nodes.
/// </summary>
internal sealed partial class HtmlReader : IDisposable
{
    /// <summary>Deeper elements are transparent: no page nests its text this deep on purpose.</summary>
    private const int MaxDepth = 256;

    private const int MaxReversedLists = 16;

    private static readonly string[] ReadAttributes =
        ["class", "id", "style", "hidden", "aria-hidden", "role", "start", "value", "reversed", "src", "alt", "width", "height",
         "colspan", "alttext", "data-src", "data-lazy-src", "data-original", "data-orig-file", "srcset", "data-srcset"];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ReadAttribute =
        ReadAttributes.ToHashSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly string _html;
    private readonly CleaningOptions _options;
    private readonly ReadOnlyMemoryTextSource _source;
    private readonly HtmlTokenizer _tokens;
    private readonly List<OpenElement> _open = [];
    private readonly int[] _openCount = new int[HtmlElement.Count];
    private readonly List<TableLines> _tables = [];
    private readonly List<FigureLines> _figures = [];
    private readonly List<ListNumber> _lists = [];
    private Dictionary<HtmlElement, int>? _nextEndTag;
    private int _reversedLists;
    private int _tooDeep;
    private int _dropLevel = -1;
    private int _preformatted;
    private int _code;
    private int _links;
    private bool _linkStarts;

    private HtmlReader(string html, CleaningOptions options)
    {
        _html = html;
        _options = options;
        _source = new ReadOnlyMemoryTextSource(html.AsMemory());
        _tokens = new HtmlTokenizer(new TextSource(_source), HtmlEntityProvider.ResolverExtended)
        {
            SkipComments = true,
            SkipProcessingInstructions = true,
            SkipScriptText = true,
            ShouldEmitAttribute = (ref token, name) =>
            {
                HasStrayTag |= name.Span.Contains('<');
                return ReadAttribute.Contains(name.Span);
            },
        };
        Lines = new LineBuilder(html.Length, options.KeepBidiMarks, options.StripTatweel);
    }

    public LineBuilder Lines { get; }

    /// <summary>Address of the first picture that belongs to the article, as written.</summary>
    public string? ImageUrl { get; private set; }

    /// <summary>A tag opened within another: the first was none.</summary>
    public bool HasStrayTag { get; private set; }

    private bool IsDropping => _dropLevel >= 0;

    private bool IsForeign => _openCount[HtmlElement.Svg.Number] + _openCount[HtmlElement.Math.Number] > 0
        && _openCount[HtmlElement.ForeignObject.Number] == 0;

    /// <summary>The caller disposes the reader when done with its lines.</summary>
    /// <param name="mode">Of text that stands in no element.</param>
    public static HtmlReader Read(string html, CleaningOptions options, TextMode mode = TextMode.None)
    {
        var reader = new HtmlReader(html, options) { _preformatted = mode == TextMode.Preformatted ? 1 : 0 };
        reader.ReadAll();
        return reader;
    }

    public void Dispose()
    {
        _tokens.Dispose();
        Lines.Dispose();
    }

    private void ReadAll()
    {
        while (true)
        {
            ref var token = ref _tokens.GetStructToken();
            switch (token.Type)
            {
                case HtmlTokenType.Character:
                    Append(token.Data);
                    break;
                case HtmlTokenType.StartTag:
                    Open(ref token);
                    break;
                case HtmlTokenType.EndTag:
                    Close(token.Name);
                    break;
                case HtmlTokenType.EndOfFile:
                    PopTo(0);
                    Lines.Break();
                    return;
            }
        }
    }

    private void Append(ReadOnlySpan<char> text)
    {
        if (IsDropping)
        {
            return;
        }

        var mode = (_preformatted > 0 ? TextMode.Preformatted : 0)
            | (_code > 0 ? TextMode.Code : 0)
            | (_links > 0 ? TextMode.Link : 0)
            | (_linkStarts ? TextMode.LinkStart : 0);
        Lines.Append(text, mode);
        _linkStarts = false;
    }

    private void Open(ref StructHtmlToken token)
    {
        var element = HtmlElement.Find(token.Name);
        EndImplied(element);
        var signs = SignsOf(ref token, element);
        if (element.Is(Traits.Media) && (signs & Signs.Emoji) == 0 && _figures.Count > 0)
        {
            _figures[^1].HasMedia = true;
        }

        if (!IsDropping && (element.Is(Traits.Block) || (signs & Signs.Block) != 0))
        {
            Lines.Break();
        }

        if (element.Is(Traits.Void))
        {
            OpenVoid(ref token, element, signs);
        }
        else
        {
            OpenContainer(ref token, element, signs);
        }
    }

    private void OpenContainer(ref StructHtmlToken token, HtmlElement element, Signs signs)
    {
        var isDropped = IsJunk(element, signs) || (element.Is(Traits.Dropped) && IsEverClosed(element)) || SaysItself(ref token, element);
        if (isDropped && token.IsSelfClosing)
        {
            return;
        }

        if (!IsForeign)
        {
            SwitchTokenizer(element, isDropped);
        }

        if (!IsDropping && (signs & Signs.WordListMarker) != 0 && _options.ListMarkers)
        {
            Lines.MarkIfLineIsEmpty("- ");
        }

        Push(ref token, element, signs, isDropped || (signs & Signs.WordListMarker) != 0);
        if (token.IsSelfClosing)
        {
            Close(token.Name);
        }
    }

    private static Signs SignsOf(ref StructHtmlToken token, HtmlElement element)
    {
        var signs = Signs.None;
        for (var i = 0; i < token.Attributes.Count; i++)
        {
            var attribute = token.Attributes[i];
            ReadOnlySpan<char> name = attribute.Name;
            ReadOnlySpan<char> value = attribute.Value;
            signs |= name switch
            {
                "class" => ElementSigns.OfClass(value),
                "id" => ElementSigns.OfId(value),
                "style" => ElementSigns.OfStyle(value),
                "hidden" => Signs.Hidden,
                "aria-hidden" when value.Equals("true", StringComparison.OrdinalIgnoreCase) => Signs.Hidden,
                "role" when element == HtmlElement.Table && (value.Trim() is "presentation" or "none") => Signs.Layout,
                _ => Signs.None,
            };
        }

        return signs;
    }

    /// <summary>A formula with its text beside it: MathML's <c>alttext</c>.</summary>
    private bool SaysItself(ref StructHtmlToken token, HtmlElement element)
    {
        ReadOnlySpan<char> text = element == HtmlElement.Math ? token.GetAttribute("alttext") : default(ReadOnlySpan<char>);
        if (text.IsWhiteSpace() || !IsEverClosed(element))
        {
            return false;
        }

        Append(text);
        return true;
    }

    private static bool IsJunk(HtmlElement element, Signs signs)
    {
        if (element == HtmlElement.Body || element == HtmlElement.Html)
        {
            return false;
        }

        return (signs & (Signs.Hidden | Signs.Junk)) != 0
            || ((signs & Signs.CodeBlock) != 0 && !element.Is(Traits.Code) && element != HtmlElement.Figure);
    }

    private void OpenVoid(ref StructHtmlToken token, HtmlElement element, Signs signs)
    {
        if (IsDropping)
        {
            return;
        }

        if (element == HtmlElement.Br)
        {
            Lines.Break(soft: true);
        }
        else if (element == HtmlElement.Img && (signs & (Signs.Hidden | Signs.Junk)) == 0)
        {
            OpenImage(ref token, signs);
        }
    }

    private void OpenImage(ref StructHtmlToken token, Signs signs)
    {
        ReadOnlySpan<char> alt = token.GetAttribute("alt");
        if ((signs & Signs.Emoji) != 0 || LeadImage.IsEmoji(token.GetAttribute("src")))
        {
            Append(alt);
            return;
        }

        ImageUrl ??= LeadImage.Address(ref token);
        if (_options.KeepAlt && !alt.IsEmpty)
        {
            Append(" ");
            Append(alt);
            Append(" ");
        }
    }

    /// <summary>An element that is never closed would take the rest of the document with it.</summary>
    private bool IsEverClosed(HtmlElement element)
    {
        _nextEndTag ??= [];
        var at = Math.Min(_source.Index, _html.Length);
        if (!_nextEndTag.TryGetValue(element, out var next) || next < at)
        {
            var found = _html.AsSpan(at).IndexOf("</" + element.Name, StringComparison.OrdinalIgnoreCase);
            next = found < 0 ? int.MaxValue : at + found;
            _nextEndTag[element] = next;
        }

        return next != int.MaxValue;
    }

    private void SwitchTokenizer(HtmlElement element, bool isDropped)
    {
        if (element == HtmlElement.Plaintext)
        {
            _tokens.State = HtmlParseMode.Plaintext;
        }
        else if (element.Is(Traits.Raw | Traits.RawText) && (isDropped || IsEverClosed(element)))
        {
            _tokens.State = element == HtmlElement.Script ? HtmlParseMode.Script
                : element.Is(Traits.Raw) ? HtmlParseMode.Rawtext
                : HtmlParseMode.RCData;
        }
    }

    private void Push(ref StructHtmlToken token, HtmlElement element, Signs signs, bool isDropped)
    {
        var effect = isDropped && !IsDropping ? Effect.Drops : Effect.None;
        if (!IsDropping && !isDropped)
        {
            effect |= Begin(ref token, element, signs);
        }

        var isInline = !element.Is(Traits.Block | Traits.Dropped | Traits.Barrier);
        if (isInline && effect == Effect.None && (element == HtmlElement.Unknown ? !IsDropping : _openCount[element.Number] == 0))
        {
            return;
        }

        if (_open.Count >= MaxDepth && (effect & Effect.Drops) == 0)
        {
            End(effect);
            _tooDeep += isInline ? 0 : 1;
            return;
        }

        if ((effect & Effect.Drops) != 0)
        {
            _dropLevel = _open.Count;
        }

        _open.Add(new OpenElement(element, element == HtmlElement.Unknown ? token.Name.ToString() : element.Name, effect));
        _openCount[element.Number]++;
    }

    /// <summary>What the element does to the text until it ends.</summary>
    private Effect Begin(ref StructHtmlToken token, HtmlElement element, Signs signs)
    {
        var effect = Effect.None;
        if (element.Is(Traits.Preformatted) || (signs & Signs.KeepsLineEnds) != 0)
        {
            effect |= Effect.Preformatted;
            _preformatted++;
        }

        if (element.Is(Traits.Code))
        {
            effect |= Effect.Code;
            _code++;
        }

        if (element == HtmlElement.A)
        {
            effect |= Effect.Link;
            _links++;
            _linkStarts = true;
        }
        else if (element == HtmlElement.Q)
        {
            effect |= Effect.Quotes;
            Append("“");
        }
        else if (element == HtmlElement.Sup)
        {
            effect |= Effect.Raised;
            Lines.Raise();
        }
        else if (element.Is(Traits.Heading))
        {
            Lines.MarkHeading();
        }

        effect |= (signs & Signs.Block) != 0 ? Effect.Block : Effect.None;
        return effect | BeginList(ref token, element) | BeginTable(ref token, element, signs) | BeginFigure(element, signs);
    }

    private void End(Effect effect)
    {
        if (effect == Effect.None)
        {
            return;
        }

        _preformatted -= (effect & Effect.Preformatted) != 0 ? 1 : 0;
        _code -= (effect & Effect.Code) != 0 ? 1 : 0;
        _links -= (effect & Effect.Link) != 0 ? 1 : 0;
        if ((effect & Effect.Quotes) != 0)
        {
            Append("”");
        }

        if ((effect & Effect.Raised) != 0)
        {
            Lines.Lower();
        }

        if ((effect & Effect.Block) != 0)
        {
            Lines.Break();
        }

        if ((effect & Effect.Item) != 0)
        {
            Lines.Break();
            Lines.Mark(null);
        }

        if ((effect & Effect.List) != 0)
        {
            _lists.RemoveAt(_lists.Count - 1);
        }

        EndStructure(effect);
    }

    private readonly record struct OpenElement(HtmlElement Element, string Name, Effect Effect);

    private readonly record struct ListNumber(bool IsOrdered, int Next, int Step);

    [Flags]
    private enum Effect
    {
        None = 0,
        Drops = 1,
        Preformatted = 2,
        Code = 4,
        Link = 8,
        Quotes = 16,
        Item = 32,
        List = 64,
        Table = 128,
        Cell = 256,
        Figure = 512,
        Caption = 1024,
        Raised = 2048,
        Block = 4096,
    }
}
