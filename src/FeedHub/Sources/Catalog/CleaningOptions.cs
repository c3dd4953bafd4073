using System.Collections.Immutable;

namespace FeedHub.Sources;

/// <summary>What a source may change about cleaning; every default is the rule of the house.</summary>
public sealed record CleaningOptions
{
    public static CleaningOptions Default { get; } = new();

    /// <summary>CSS selectors; matching elements are dropped before cleaning.</summary>
    public ImmutableArray<string> Remove { get; init; } = [];

    /// <summary>Lines dropped from the text, compared in matching form; a trailing <c>*</c> matches any ending.</summary>
    public ImmutableArray<string> RemoveLines { get; init; } = [];

    public bool KeepCaptions { get; init; }

    public bool KeepAlt { get; init; }

    public bool ListMarkers { get; init; } = true;

    /// <summary>Only between two letters: the Hijri mark and prefix joiners stay.</summary>
    public bool StripTatweel { get; init; }

    public bool KeepBidiMarks { get; init; }

    public bool FixPunctuationSpacing { get; init; }

    public bool FoldDigits { get; init; }

    /// <summary>Share labels, read-also and follow-us lines, "appeared first on".</summary>
    public bool RemoveBoilerplate { get; init; } = true;

    /// <summary>Also drop, from the published text, lines the source was seen to repeat.</summary>
    public bool RemoveLearnedLines { get; init; }

    /// <summary>Everything on one line, as titles are.</summary>
    public bool SingleLine { get; init; }

    /// <summary>What stands between two paragraphs.</summary>
    public string ParagraphSeparator { get; init; } = "\n";

    /// <summary>Read markup that is still in the text after reading: bodies escaped twice.</summary>
    public bool DecodeDoubleEscaped { get; init; } = true;

    /// <summary>It is a whole web page, not what a feed carries: lines that are nothing but a link lead to other articles.</summary>
    internal bool IsPage { get; init; }

    /// <summary>What the source calls itself: a line of appeals or labels that names it is none of the text.</summary>
    internal ImmutableArray<string> SourceTitles { get; init; } = [];
}
