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

    private static readonly Option<bool> KeepCaptions = new("--keep-captions") { Description = Phrase.Say("keep captions of pictures", "إبقاء شروح الصور") };
    private static readonly Option<bool> KeepAlt = new("--keep-alt") { Description = Phrase.Say("keep what stands for a picture in its alt text", "إبقاء ما يقوم مقام الصورة في نصها البديل") };
    private static readonly Option<bool> NoListMarkers = new("--no-list-markers") { Description = Phrase.Say("no dash or number before items of lists", "لا شرطة ولا رقم أمام بنود القوائم") };
    private static readonly Option<bool> StripTatweel = new("--strip-tatweel") { Description = Phrase.Say("drop the stretching mark between two letters", "حذف التطويل بين حرفين") };
    private static readonly Option<bool> KeepBidiMarks = new("--keep-bidi-marks") { Description = Phrase.Say("keep invisible direction marks", "إبقاء علامات الاتجاه الخفية") };
    private static readonly Option<bool> FixPunctuationSpacing = new("--fix-punctuation-spacing") { Description = Phrase.Say("mend spaces around punctuation", "إصلاح المسافات حول علامات الترقيم") };
    private static readonly Option<bool> FoldDigits = new("--fold-digits") { Description = Phrase.Say("write Arabic-Indic digits as 0-9", "كتابة الأرقام المشرقية على صورة 0-9") };
    private static readonly Option<bool> KeepBoilerplate = new("--keep-boilerplate") { Description = Phrase.Say("keep share labels, read-also and follow-us lines", "إبقاء أسطر المشاركة و«اقرأ أيضاً» و«تابعونا»") };
    private static readonly Option<bool> KeepEscaped = new("--keep-escaped") { Description = Phrase.Say("leave markup that was escaped twice as it is", "ترك الوسوم المرمّزة مرتين كما هي") };
    private static readonly Option<string[]> Remove = new("--remove") { Description = Phrase.Say("CSS selector of elements to drop; may be repeated", "محدد CSS لعناصر تُحذف؛ يجوز تكرار الخيار") };
    private static readonly Option<string[]> RemoveLine = new("--remove-line") { Description = Phrase.Say("line to drop; a * at its end matches any ending; may be repeated", "سطر يُحذف؛ و* في آخره تعني أي تتمة؛ يجوز تكرار الخيار") };

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
