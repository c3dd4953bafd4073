using System.Text.Json.Nodes;

namespace FeedHub.Sources;

/// <summary>The key <c>window</c>: <c>{ "hours": 12, "entries": 100, "most": 500 }</c>.</summary>
internal static class CatalogWindow
{
    private static readonly CatalogValue<long> Entries = CatalogValues.Whole(1, 1_000);
    private static readonly CatalogValue<long> Hours = CatalogValues.Whole(0, 87_600);

    public static JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] = new JsonObject
        {
            ["hours"] = CatalogValues.With(Hours.Schema(), ("default", FeedWindow.Default.Hours), ("description", "Everything that came in within so many hours.")),
            ["entries"] = CatalogValues.With(Entries.Schema(), ("default", FeedWindow.Default.Entries), ("description", "The newest so many in any case.")),
            ["most"] = CatalogValues.With(Entries.Schema(), ("default", FeedWindow.Default.Most), ("description", "Never more than so many.")),
        },
    };

    public static bool Read(JsoncNode node, ReadingContext context, out FeedWindow value)
    {
        value = FeedWindow.Default;
        var isRead = CatalogValues.Is(JsoncKind.Object, new("an object", "كائن"), node, context, new("Write { \"hours\": 12, \"entries\": 100, \"most\": 500 }.", "اكتب { \"hours\": 12, \"entries\": 100, \"most\": 500 }."));
        JsoncNode? mostAt = null;
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
                case "most":
                    isRead &= Entries.Read(member.Value, context, out var most);
                    value = value with { Most = (int)most };
                    mostAt = member.Value;
                    break;
                default:
                    CatalogKeys.ReportUnknown(member, ["hours", "entries", "most"], context);
                    isRead = false;
                    break;
            }
        }

        if (mostAt is null)
        {
            value = value with { Most = Math.Max(value.Most, value.Entries) };
        }
        else if (isRead && value.Most < value.Entries)
        {
            context.Mistakes.Add(mostAt.Start, new(FormattableString.Invariant($"\"most\" is less than \"entries\", which is {value.Entries}."), FormattableString.Invariant($"قيمة \"most\" أقل من \"entries\" وهي {value.Entries}.")), new(FormattableString.Invariant($"Write {value.Entries} or more, or a smaller \"entries\"."), FormattableString.Invariant($"اكتب {value.Entries} أو أكثر، أو صغّر \"entries\".")));
            isRead = false;
        }

        return isRead;
    }
}
