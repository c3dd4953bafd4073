using System.Text;
using System.Xml;

namespace FeedHub.Parsing;

/// <summary>The one loop over an element's children, so that none can stand still.</summary>
internal static class ChildElements
{
    /// <summary>
    /// Offers every child of the element the reader stands on, and moves past it; what <paramref name="read"/> leaves where it was is skipped.
    /// Returns the text between the children, trimmed.
    /// </summary>
    public static string Each(XmlReader reader, Action read)
    {
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return "";
        }

        StringBuilder? between = null;
        var top = reader.Depth;
        reader.Read();
        while (!reader.EOF && !(reader.NodeType == XmlNodeType.EndElement && reader.Depth == top))
        {
            if (reader.NodeType == XmlNodeType.Element)
            {
                Advance(reader, read);
                continue;
            }

            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                (between ??= new StringBuilder()).Append(reader.Value);
            }

            reader.Read();
        }

        reader.Read();
        return between?.ToString().Trim() ?? "";
    }

    /// <summary>Lets one element be read; skips it if it was not.</summary>
    public static void Advance(XmlReader reader, Action read)
    {
        var before = Position(reader);
        read();
        if (!reader.EOF && Position(reader) == before)
        {
            reader.Skip();
        }
    }

    private static (XmlNodeType Type, int Depth, int Line, int Column) Position(XmlReader reader)
    {
        // Readers of text tell their place; those of other kinds never come here.
        var place = (IXmlLineInfo)reader;
        return (reader.NodeType, reader.Depth, place.LineNumber, place.LinePosition);
    }
}
