using System.Globalization;
using System.Text;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A preview for people; empty where there was no feed.</summary>
internal static class PreviewText
{
    public static string Write(Preview preview)
    {
        if (preview.Feed is not { } feed)
        {
            return "";
        }

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{preview.Title ?? preview.Input}\n");
        text.Append(CultureInfo.InvariantCulture, $"{feed.Format}, {Wording.Count(preview.Entries.Count, "entry")}{(feed.Link is null ? "" : ", " + feed.Link)}\n");
        foreach (var problem in feed.Problems)
        {
            text.Append(CultureInfo.InvariantCulture, $"! {Wording.Line(problem)}\n");
        }

        foreach (var entry in preview.Entries)
        {
            WriteEntry(text, entry);
        }

        return text.Append('\n').ToString();
    }

    private static void WriteEntry(StringBuilder text, PreviewEntry entry)
    {
        var date = (entry.Written.Published ?? entry.Written.Updated)?.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        string?[] facts = [date, entry.Author, entry.Link, entry.IsKept ? null : "not published: empty, or told above already"];
        text.Append(CultureInfo.InvariantCulture, $"\n* {entry.Title}\n");
        text.Append(CultureInfo.InvariantCulture, $"  {string.Join(" · ", facts.Where(fact => !string.IsNullOrEmpty(fact)))}\n");
        foreach (var line in entry.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {line}\n");
        }
    }
}
