using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>The cleaning options of a feed, as flags: what feeds.json calls <c>keepAlt</c> is <c>--keep-alt</c>.</summary>
internal static class CleaningFlags
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    private static readonly Option<bool> KeepCaptions = new("--keep-captions") { Description = "keep captions of pictures" };
    private static readonly Option<bool> KeepAlt = new("--keep-alt") { Description = "keep what stands for a picture in its alt text" };
    private static readonly Option<bool> NoListMarkers = new("--no-list-markers") { Description = "no dash or number before items of lists" };
    private static readonly Option<bool> StripTatweel = new("--strip-tatweel") { Description = "drop the stretching mark between two letters" };
    private static readonly Option<bool> KeepBidiMarks = new("--keep-bidi-marks") { Description = "keep invisible direction marks" };
    private static readonly Option<bool> FixPunctuationSpacing = new("--fix-punctuation-spacing") { Description = "mend spaces around punctuation" };
    private static readonly Option<bool> FoldDigits = new("--fold-digits") { Description = "write Arabic-Indic digits as 0-9" };
    private static readonly Option<bool> KeepBoilerplate = new("--keep-boilerplate") { Description = "keep share labels, read-also and follow-us lines" };
    private static readonly Option<bool> KeepEscaped = new("--keep-escaped") { Description = "leave markup that was escaped twice as it is" };
    private static readonly Option<string[]> Remove = new("--remove") { Description = "CSS selector of elements to drop; may be repeated" };
    private static readonly Option<string[]> RemoveLine = new("--remove-line") { Description = "line to drop; a * at its end matches any ending; may be repeated" };

    public static void AddTo(Command command)
    {
        Option[] all =
        [
            KeepCaptions, KeepAlt, NoListMarkers, StripTatweel, KeepBidiMarks, FixPunctuationSpacing, FoldDigits, KeepBoilerplate, KeepEscaped, Remove, RemoveLine,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>A mistake where a selector is none.</summary>
    public static (CleaningOptions Options, string? Mistake) Read(ParseResult parsed)
    {
        var selectors = parsed.GetValue(Remove) ?? [];
        var bad = selectors.FirstOrDefault(selector => !CssSelectors.IsSelector(selector));
        var options = new CleaningOptions
        {
            Remove = [.. selectors],
            RemoveLines = [.. parsed.GetValue(RemoveLine) ?? []],
            KeepCaptions = parsed.GetValue(KeepCaptions),
            KeepAlt = parsed.GetValue(KeepAlt),
            ListMarkers = !parsed.GetValue(NoListMarkers),
            StripTatweel = parsed.GetValue(StripTatweel),
            KeepBidiMarks = parsed.GetValue(KeepBidiMarks),
            FixPunctuationSpacing = parsed.GetValue(FixPunctuationSpacing),
            FoldDigits = parsed.GetValue(FoldDigits),
            RemoveBoilerplate = !parsed.GetValue(KeepBoilerplate),
            DecodeDoubleEscaped = !parsed.GetValue(KeepEscaped),
        };
        return (options, bad is null ? null : $"\"{Wording.Shown(bad)}\" is no CSS selector: write for example --remove .related");
    }

    /// <summary>The options with those of one JSON line, named as in feeds.json, in their place.</summary>
    /// <exception cref="JsonException">One of them is none, or has no such value.</exception>
    public static CleaningOptions Overlay(CleaningOptions options, JsonElement line)
    {
        if (!line.TryGetProperty("options", out var own))
        {
            return options;
        }

        var all = JsonSerializer.SerializeToNode(options, Names)!.AsObject();
        foreach (var option in own.Deserialize<JsonObject>() ?? [])
        {
            all[JsonNamingPolicy.CamelCase.ConvertName(option.Key)] = option.Value?.DeepClone();
        }

        return all.Deserialize<CleaningOptions>(Names)!;
    }
}
