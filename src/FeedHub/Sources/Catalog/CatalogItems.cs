using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>The key <c>items</c>: <c>{ "list": "article.card", "link": "a", "title": "h3", "summary": ".lead", "date": "time", "image": "img" }</c>.</summary>
internal static class CatalogItems
{
    private static readonly Phrase Example = new("Write { \"list\": \"article.card\" }.", "اكتب { \"list\": \"article.card\" }.");

    /// <summary>Each part of an item: its name, what the schema says of it, and where it goes.</summary>
    private static readonly (string Name, string Meaning, Func<ItemSelectors, string, ItemSelectors> Set)[] Parts =
    [
        ("list", "Each match is one article.", (items, selector) => items with { List = selector }),
        ("link", "In the item, the link to the article; that of its headline if left out.", (items, selector) => items with { Link = selector }),
        ("title", "Its title; its heading or the words of its link if left out.", (items, selector) => items with { Title = selector }),
        ("summary", "Its summary; its first paragraph if left out.", (items, selector) => items with { Summary = selector }),
        ("date", "Its date; what looks like one if left out.", (items, selector) => items with { Date = selector }),
        ("image", "Its picture; its first one if left out.", (items, selector) => items with { Image = selector }),
    ];

    public static JsonObject Schema()
    {
        var properties = new JsonObject();
        foreach (var (name, meaning, _) in Parts)
        {
            properties[name] = CatalogValues.With(CatalogValues.Selector.Schema(), ("description", meaning));
        }

        return CatalogValues.With(CatalogValues.Type("object"), ("additionalProperties", false), ("properties", properties), ("required", new JsonArray("list")));
    }

    public static bool Read(JsoncNode node, ReadingContext context, out ItemSelectors value)
    {
        value = new ItemSelectors("");
        if (!CatalogValues.Is(JsoncKind.Object, new("an object", "كائن"), node, context, Example))
        {
            return false;
        }

        var isRead = true;
        foreach (var member in CatalogKeys.Distinct(node, context))
        {
            if (Array.Find(Parts, part => part.Name == member.Name).Set is not { } set)
            {
                CatalogKeys.ReportUnknown(member, [.. Parts.Select(part => part.Name)], context);
                isRead = false;
            }
            else if (CatalogValues.Selector.Read(member.Value, context, out var selector))
            {
                value = set(value, selector);
            }
            else
            {
                isRead = false;
            }
        }

        if (isRead && value.List.Length == 0)
        {
            context.Mistakes.Add(node.Start, new("\"items\" needs \"list\", a CSS selector of the articles on the page.", "يلزم \"items\" مفتاح \"list\": محدد CSS للمقالات في الصفحة."), Example);
            isRead = false;
        }

        return isRead;
    }
}
