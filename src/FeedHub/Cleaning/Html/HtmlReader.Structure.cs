using System.Globalization;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace FeedHub.Cleaning;

/// <content>Lists, tables and figures: structure that shows in the text.</content>
internal sealed partial class HtmlReader
{
    private Effect BeginList(ref StructHtmlToken token, HtmlElement element)
    {
        if (element == HtmlElement.Li)
        {
            Lines.Mark(_options.ListMarkers ? Marker(Number(token.GetAttribute("value"))) : null);
            return Effect.Item;
        }

        if (element != HtmlElement.Ol && element.Name is not ("ul" or "menu" or "dir"))
        {
            return Effect.None;
        }

        var reversed = element == HtmlElement.Ol && HasAttribute(ref token, "reversed");
        var start = element == HtmlElement.Ol ? Number(token.GetAttribute("start")) ?? (reversed ? CountItems() : 1) : 1;
        _lists.Add(new ListNumber(element == HtmlElement.Ol, start, reversed ? -1 : 1));
        return Effect.List;
    }

    private string Marker(int? value)
    {
        if (_lists.Count == 0 || !_lists[^1].IsOrdered)
        {
            return "- ";
        }

        var number = value ?? _lists[^1].Next;
        _lists[^1] = _lists[^1] with { Next = unchecked(number + _lists[^1].Step) };
        return number.ToString(CultureInfo.InvariantCulture) + ". ";
    }

    /// <summary>How many items a list that counts down has.</summary>
    private int CountItems()
    {
        if (++_reversedLists > MaxReversedLists)
        {
            return 1;
        }

        var rest = _html.AsSpan(Math.Min(_source.Index, _html.Length));
        var items = 0;
        var depth = 0;
        for (var at = rest.IndexOf('<'); at >= 0 && depth >= 0; at = rest.IndexOf('<'))
        {
            rest = rest[(at + 1)..];
            items += depth == 0 && StartsTag(rest, "li") ? 1 : 0;
            depth += StartsTag(rest, "ol") || StartsTag(rest, "ul") ? 1 : StartsTag(rest, "/ol") || StartsTag(rest, "/ul") ? -1 : 0;
        }

        return items;
    }

    private static bool StartsTag(ReadOnlySpan<char> rest, string name) =>
        rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && rest.Length > name.Length && !char.IsAsciiLetter(rest[name.Length]);

    private static bool HasAttribute(ref StructHtmlToken token, string name)
    {
        for (var i = 0; i < token.Attributes.Count; i++)
        {
            if (token.Attributes[i].Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private Effect BeginTable(ref StructHtmlToken token, HtmlElement element, Signs signs)
    {
        if (element == HtmlElement.Table)
        {
            _tables.ForEach(table => table.HoldsTable());
            _tables.Add(new TableLines(Lines.Lines.Count, (signs & Signs.Layout) != 0));
            return Effect.Table;
        }

        if (_tables.Count > 0 && element == HtmlElement.Tr)
        {
            _tables[^1].OpenRow();
        }
        else if (_tables.Count > 0 && element.IsCell)
        {
            _tables[^1].OpenCell(Lines, Number(token.GetAttribute("colspan")) ?? 1);
            return Effect.Cell;
        }

        return Effect.None;
    }

    private Effect BeginFigure(HtmlElement element, Signs signs)
    {
        var effect = Effect.None;
        if (element == HtmlElement.Figure || (signs & Signs.FigureWrapper) != 0)
        {
            _figures.Add(new FigureLines());
            effect |= Effect.Figure;
        }

        if (_figures.Count > 0 && (element == HtmlElement.Figcaption || (signs & Signs.Caption) != 0))
        {
            Lines.Break();
            _figures[^1].OpenCaption(Lines);
            effect |= Effect.Caption;
        }

        return effect;
    }

    private void EndStructure(Effect effect)
    {
        if ((effect & Effect.Caption) != 0 && _figures.Count > 0)
        {
            Lines.Break();
            _figures[^1].CloseCaption(Lines);
        }

        if ((effect & Effect.Cell) != 0 && _tables.Count > 0)
        {
            Lines.Break();
            _tables[^1].CloseCell(Lines);
        }

        if ((effect & Effect.Table) != 0)
        {
            Lines.Break();
            _tables[^1].Close(Lines);
            _tables.RemoveAt(_tables.Count - 1);
        }

        if ((effect & Effect.Figure) != 0)
        {
            EndFigure();
        }
    }

    private void EndFigure()
    {
        Lines.Break();
        var figure = _figures[^1];
        _figures.RemoveAt(_figures.Count - 1);
        if (_figures.Count > 0)
        {
            _figures[^1].HasMedia |= figure.HasMedia;
        }

        if (!_options.KeepCaptions)
        {
            figure.Close(Lines);
        }
    }

    private static int? Number(ReadOnlySpan<char> value) =>
        int.TryParse(value.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
