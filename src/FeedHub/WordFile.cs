using System.Collections.Frozen;
using System.Collections.Immutable;

namespace FeedHub;

/// <summary>
/// Words of a language as editors keep them: sections by their names in brackets, a phrase a line, notes behind <c>#</c>. Embedded in the program.
/// </summary>
internal sealed class WordFile
{
    private readonly string _name;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _sections;

    private WordFile(string name, ImmutableArray<string> sections, FrozenDictionary<string, ImmutableArray<string>> lines) =>
        (_name, Sections, _sections) = (name, sections, lines);

    /// <summary>The names of the sections, in their order.</summary>
    public ImmutableArray<string> Sections { get; }

    /// <summary>The lines of a section, in their order.</summary>
    public ImmutableArray<string> this[string section] =>
        _sections.TryGetValue(section, out var lines) ? lines : throw new InvalidOperationException($"{_name} has no section [{section}].");

    /// <param name="name">Of the embedded file.</param>
    public static WordFile Of(string name)
    {
        using var stream = typeof(WordFile).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return Parse(name, reader.ReadToEnd());
    }

    /// <param name="name">For messages.</param>
    internal static WordFile Parse(string name, string text)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var sections = new Dictionary<string, ImmutableArray<string>.Builder>(StringComparer.Ordinal);
        ImmutableArray<string>.Builder? section = null;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            if (line is ['[', .. var title, ']'])
            {
                section = ImmutableArray.CreateBuilder<string>();
                sections.Add(title, section);
                names.Add(title);
                continue;
            }

            (section ?? throw new InvalidOperationException($"{name}: \"{line}\" stands before the first section.")).Add(line);
        }

        return new WordFile(name, names.ToImmutable(), sections.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToImmutable(), StringComparer.Ordinal));
    }
}
