using System.Collections.Immutable;

namespace FeedHub.Sources;

/// <summary>A JSON value and where it stands; kept as written, so that it can be pointed at and edited around.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character.</param>
internal sealed record JsoncNode(JsoncKind Kind, int Start, int End)
{
    /// <summary>A text's value, a number as written; empty otherwise.</summary>
    public string Text { get; init; } = "";

    public ImmutableArray<JsoncMember> Members { get; init; } = [];

    public ImmutableArray<JsoncNode> Items { get; init; } = [];

    /// <summary>The last member of that name, as JSON readers take it; null: none.</summary>
    public JsoncNode? Find(string name) => Members.LastOrDefault(member => member.Name == name)?.Value;
}

/// <summary>A key of an object and its value.</summary>
internal sealed record JsoncMember(string Name, int NameStart, JsoncNode Value);

/// <summary>What a <see cref="JsoncNode"/> is.</summary>
internal enum JsoncKind
{
    Object,
    Array,
    Text,
    Number,
    True,
    False,
    Null,

    /// <summary>Not readable, and already reported: whoever meets it says no more.</summary>
    Broken,
}
