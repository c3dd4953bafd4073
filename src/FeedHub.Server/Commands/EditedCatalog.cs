using System.Text;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A feeds.json that a verb edits. It is written whole or not at all, and only if it then reads without a mistake.</summary>
internal sealed class EditedCatalog
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private string _text;
    private Encoding _encoding;
    private readonly HashSet<string> _known;
    private readonly HashSet<string> _shown;

    private EditedCatalog(string path, string text, Encoding encoding, CatalogResult read)
    {
        Path = path;
        _text = text;
        _encoding = encoding;
        _known = [.. (read.Catalog?.Sources ?? []).Select(source => FeedUrl.Likeness(source.Url))];
        _shown = [.. (read.Catalog?.Sources ?? []).Where(source => ShownUrl.Of(source.Url) != source.Url).Select(source => FeedUrl.Likeness(ShownUrl.Of(source.Url)))];
        Mistakes = read.Mistakes;
    }

    public string Path { get; }

    /// <summary>Empty: it may be edited.</summary>
    public IReadOnlyList<CatalogMistake> Mistakes { get; }

    /// <summary>A file that is missing is as good as an empty one.</summary>
    public static async Task<EditedCatalog> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (!System.IO.Path.Exists(path))
        {
            return new EditedCatalog(path, CatalogEditor.Empty, Utf8, CatalogReader.Read(CatalogEditor.Empty, path));
        }

        var read = await CatalogFile.ReadAsync(path, cancellationToken);
        if (read.Mistakes.Count > 0)
        {
            return new EditedCatalog(path, "", Utf8, read);
        }

        var (text, encoding) = await TextAsync(path, cancellationToken);
        return new EditedCatalog(path, text, encoding, read);
    }

    public bool Lists(FeedSource source) => CatalogEditor.LineOf(_text, written => Is(source, written)) is not null;

    /// <summary>Where the address is listed already, http or https, with or without a slash at its end; null: nowhere.</summary>
    public int? LineOf(string address)
    {
        var key = KeyOf(address);
        return _known.Contains(key) ? CatalogEditor.LineOf(_text, written => KeyOf(written) == key) : null;
    }

    /// <summary>A source listed here, as lists show it: without its key.</summary>
    public bool KnowsMasked(Uri shown) => _shown.Contains(FeedUrl.Likeness(shown));

    /// <summary>A local file as feeds.json writes it: by its path from there.</summary>
    public string Relative(string address)
    {
        if (address.Contains("://", StringComparison.Ordinal))
        {
            return address;
        }

        return System.IO.Path.GetRelativePath(Folder, System.IO.Path.GetFullPath(address)).Replace('\\', '/');
    }

    /// <summary>Returns the mistakes that the file would have had; none: it is written.</summary>
    public async Task<IReadOnlyList<CatalogMistake>> AddAsync(IReadOnlyList<NewFeed> feeds, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        return await WriteAsync(CatalogEditor.Add(_text, feeds), cancellationToken);
    }

    /// <summary>Gives a source another address, under the id it has. Returns the mistakes that the file would have had; none: it is written.</summary>
    public async Task<IReadOnlyList<CatalogMistake>> MoveAsync(FeedSource source, string url, CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken);
        var mistakes = await WriteAsync(CatalogEditor.Move(_text, written => Is(source, written), url, source.Id), cancellationToken);
        if (mistakes.Count == 0)
        {
            _known.Add(KeyOf(url));
        }

        return mistakes;
    }

    private bool Is(FeedSource source, string written) => FeedUrl.Parse(written, Folder).Url == source.Url;

    /// <summary>Feeds take their time to answer, and people theirs to say yes: what was written into the file meanwhile stays.</summary>
    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path))
        {
            (_text, _encoding) = await TextAsync(Path, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<CatalogMistake>> WriteAsync(string text, CancellationToken cancellationToken)
    {
        var mistakes = CatalogReader.Read(text, Path).Mistakes;
        if (mistakes.Count == 0)
        {
            await ReplaceAsync(text, cancellationToken);
            _text = text;
        }

        return mistakes;
    }

    private static async Task<(string Text, Encoding Encoding)> TextAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(path, Utf8, detectEncodingFromByteOrderMarks: true);
        return (await reader.ReadToEndAsync(cancellationToken), reader.CurrentEncoding);
    }

    private string Folder => System.IO.Path.GetDirectoryName(Path)!;

    private string KeyOf(string address) => FeedUrl.Parse(address, Folder).Url is { } url ? FeedUrl.Likeness(url) : address;

    /// <summary>A running hub never sees half a file. A link stays a link.</summary>
    private async Task ReplaceAsync(string text, CancellationToken cancellationToken)
    {
        var target = File.Exists(Path) ? File.ResolveLinkTarget(Path, returnFinalTarget: true)?.FullName ?? Path : Path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
        var draft = target + ".new";
        await File.WriteAllTextAsync(draft, text, _encoding, cancellationToken);
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(draft, File.GetUnixFileMode(target));
        }

        File.Move(draft, target, overwrite: true);
    }
}
