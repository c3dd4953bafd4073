using AngleSharp.Common;

namespace FeedHub.Cleaning;

/// <content>Where elements end: by their tag, without one, or misnested.</content>
internal sealed partial class HtmlReader
{
    private void Close(StringOrMemory name)
    {
        var element = HtmlElement.Find(name);
        if (element == HtmlElement.Br || (element == HtmlElement.P && _openCount[element.Number] == 0))
        {
            BreakUnlessDropping();
            return;
        }

        if (_tooDeep > 0 && element.Is(Traits.Block | Traits.Dropped | Traits.Barrier) && !element.Is(Traits.Void))
        {
            _tooDeep--;
            BreakAtBlock(element);
            return;
        }

        if (_openCount[element.Number] == 0)
        {
            BreakAtBlock(element);
            return;
        }

        var at = Find(element, name);
        if (at < 0)
        {
            return;
        }

        if (element.Is(Traits.Formatting) && HasBlockAbove(at))
        {
            RemoveAt(at);
        }
        else
        {
            PopTo(at);
        }
    }

    private void BreakAtBlock(HtmlElement element)
    {
        if (element.Is(Traits.Block))
        {
            BreakUnlessDropping();
        }
    }

    private void BreakUnlessDropping()
    {
        if (!IsDropping)
        {
            Lines.Break();
        }
    }

    /// <summary>The open element an end tag means; -1: none in reach.</summary>
    private int Find(HtmlElement element, StringOrMemory name)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var open = _open[i];
            if (open.Element == element && (element != HtmlElement.Unknown || name == open.Name))
            {
                return i;
            }

            var isOutOfReach = open.Element.Is(Traits.Barrier)
                ? !(element == HtmlElement.Table || element == HtmlElement.Tr || element.IsRowGroup || element.IsCell)
                    || (open.Element == HtmlElement.Table && element != HtmlElement.Table)
                : !element.Is(Traits.Block | Traits.Formatting | Traits.Dropped) && open.Element.Is(Traits.Block);
            if (isOutOfReach)
            {
                return -1;
            }
        }

        return -1;
    }

    private bool HasBlockAbove(int at)
    {
        for (var i = at + 1; i < _open.Count; i++)
        {
            if (_open[i].Element.Is(Traits.Block))
            {
                return true;
            }
        }

        return false;
    }

    private void RemoveAt(int at)
    {
        var open = _open[at];
        _open.RemoveAt(at);
        _openCount[open.Element.Number]--;
        if (_dropLevel == at)
        {
            _dropLevel = -1;
        }
        else if (_dropLevel > at)
        {
            _dropLevel--;
        }

        End(open.Effect);
    }

    private void PopTo(int depth)
    {
        while (_open.Count > depth)
        {
            var open = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            _openCount[open.Element.Number]--;
            if (_dropLevel >= _open.Count)
            {
                _dropLevel = -1;
            }

            if (open.Element.Is(Traits.Block))
            {
                BreakUnlessDropping();
            }

            End(open.Effect);
        }
    }

    /// <summary>Ends what HTML lets end without a tag (HTML Standard §13.2.6.4.7 and the table modes).</summary>
    private void EndImplied(HtmlElement element)
    {
        if (element != HtmlElement.Unknown && IsForeign && !element.Is(Traits.Foreign) && element.Is(Traits.Block | Traits.Formatting | Traits.Void))
        {
            PopThrough(element => element.Is(Traits.Foreign), _ => false);
        }

        if (element.Is(Traits.EndsParagraph) && _openCount[HtmlElement.P.Number] > 0)
        {
            PopThrough(open => open == HtmlElement.P, open => open.Is(Traits.Barrier) || open == HtmlElement.Button);
        }

        EndSibling(element);
    }

    /// <summary>What the tag says has ended because its own kind begins anew (optional end tags, HTML §13.1.2.4).</summary>
    private void EndSibling(HtmlElement element)
    {
        if (element == HtmlElement.Li)
        {
            PopThrough(open => open == HtmlElement.Li, open => open.Is(Traits.Barrier) || open.Name is "ul" or "ol" or "menu" or "dir");
        }
        else if (element == HtmlElement.Dd || element == HtmlElement.Dt)
        {
            PopThrough(open => open == HtmlElement.Dd || open == HtmlElement.Dt, open => open.Is(Traits.Barrier) || open.Name == "dl");
        }
        else if (element.IsCell)
        {
            PopThrough(open => open.IsCell || open == HtmlElement.Caption, open => open == HtmlElement.Table);
        }
        else if (element == HtmlElement.Tr)
        {
            PopThrough(open => open == HtmlElement.Tr || open == HtmlElement.Caption, open => open == HtmlElement.Table);
        }
        else if (element.IsRowGroup)
        {
            PopThrough(open => open.IsRowGroup || open == HtmlElement.Caption, open => open == HtmlElement.Table);
        }
        else if (element == HtmlElement.A || element == HtmlElement.Button)
        {
            EndSame(element);
        }
    }

    private void EndSame(HtmlElement element)
    {
        if (_openCount[element.Number] > 0)
        {
            Close(element.Name);
        }
    }

    private void PopThrough(Func<HtmlElement, bool> isMeant, Func<HtmlElement, bool> stops)
    {
        for (var i = _open.Count - 1; i >= 0 && !stops(_open[i].Element); i--)
        {
            if (isMeant(_open[i].Element))
            {
                PopTo(i);
                return;
            }
        }
    }
}
