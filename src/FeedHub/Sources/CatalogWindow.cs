using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>The key <c>window</c>: <c>{ "entries": 100, "hours": 48 }</c>.</summary>
internal static class CatalogWindow
{
    private static readonly CatalogValue<long> Entries = CatalogValues.Whole(1, 1_000);
    private static readonly CatalogValue<long> Hours = CatalogValues.Whole(1, 87_600);

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["entries"] = CatalogValues.With(Entries.Schema(), ("default", 100), ("description", "The newest so many stories.")),
            ["hours"] = CatalogValues.With(Hours.Schema(), ("description", "None older than this; any age if left out.")),
        },
    };

    public static bool Read(JsoncNode node, ReadingContext context, out FeedWindow value)
    {
        value = new FeedWindow();
        var isRead = CatalogValues.Is(JsoncKind.Object, "an object", node, context, "Write { \"entries\": 100, \"hours\": 48 }.");
        foreach (var member in CatalogKeys.Distinct(node, context))
        {
            switch (member.Name)
            {
                case "entries":
                    isRead &= Entries.Read(member.Value, context, out var entries);
                    value = value with { Entries = (int)entries };
                    break;
                case "hours":
                    isRead &= Hours.Read(member.Value, context, out var hours);
                    value = value with { Hours = (int)hours };
                    break;
                default:
                    CatalogKeys.ReportUnknown(member, ["entries", "hours"], context);
                    isRead = false;
                    break;
            }
        }

        return isRead;
    }
}
