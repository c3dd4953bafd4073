namespace FeedHub.Cleaning;

/// <summary>What the words of a line say that it may be.</summary>
internal enum LineKind
{
    Text,
    Junk,
    ReadMore,
    ReadAlso,

    /// <summary>Nothing but names of networks.</summary>
    Platform,
    Counter,

    /// <summary>A read-also label alone.</summary>
    Label,

    /// <summary>The same over a list of links, which go with it.</summary>
    ListLabel,
}
