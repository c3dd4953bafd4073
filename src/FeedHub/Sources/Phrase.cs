using System.Text.RegularExpressions;

namespace FeedHub.Sources;

/// <summary>One thing said to people, in each language that FeedHub speaks; as a string, in the one this process was asked to speak.</summary>
public sealed partial record Phrase(string English, string Arabic)
{
    private const string FirstStrongIsolate = "\u2068";
    private const string PopIsolate = "\u2069";

    /// <summary>Asked for by <c>FEEDHUB_LANG</c>, else by the locale: the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX).</summary>
    private static bool SpeaksArabic { get; } = IsArabic(Environment.GetEnvironmentVariable);

    /// <summary>The phrase as a string.</summary>
    public static string Say(string english, string arabic) => new Phrase(english, arabic).ToString();

    /// <summary>
    /// Bidirectional isolates: the sentence stands behind a path or an option, and holds names and examples of code, from left to right. Without isolates
    /// a terminal takes the line's direction from its first letter, and the parts of the sentence change places.
    /// </summary>
    public override string ToString() => SpeaksArabic ? Isolated(AsciiRun().Replace(Arabic, IsolatedRun)) : English;

    /// <summary>What asks for Arabic is a locale of that language: <c>ar</c>, <c>ar_EG.UTF-8</c>.</summary>
    internal static bool IsArabic(Func<string, string?> setting)
    {
        string[] names = ["FEEDHUB_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
        var asked = names.Select(setting).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return asked.Split('_', '.', '-', '@')[0].Equals("ar", StringComparison.OrdinalIgnoreCase);
    }

    private static string Isolated(string text) => FirstStrongIsolate + text + PopIsolate;

    /// <summary>Without the sentence's own stop or bracket behind it; figures and signs alone stand well as they are.</summary>
    private static string IsolatedRun(Match run)
    {
        var code = run.Value.Contains('(', StringComparison.Ordinal) ? run.Value.TrimEnd('.', ':') : run.Value.TrimEnd('.', ':', ')');
        return code.Any(letter => char.IsAsciiLetter(letter) || letter is '[' or ']' or '{' or '}' or '/') ? Isolated(code) + run.Value[code.Length..] : run.Value;
    }

    /// <summary>Words, code, paths and figures in ASCII, with what joins them.</summary>
    [GeneratedRegex(@"[!-~…]+(?: [!-~…]+)*", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex AsciiRun();
}
