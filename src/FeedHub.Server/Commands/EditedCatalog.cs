using System.Text;
using FeedHub.Sources;

namespace FeedHub.Server.Commands;

/// <summary>A feeds.json that a verb edits. It is written whole or not at all, and only if it then reads without a mistake.</summary>
internal sealed class EditedCatalog
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private string _text;
    private readonly Encoding _encoding;
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

        using var reader = new StreamReader(path, Utf8, detectEncodingFromByteOrderMarks: true);
        var text = await reader.ReadToEndAsync(cancellationToken);
        return new EditedCatalog(path, text, reader.CurrentEncoding, read);
    }

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
        var text = CatalogEditor.Add(_text, feeds);
        var mistakes = CatalogReader.Read(text, Path).Mistakes;
        if (mistakes.Count == 0)
        {
            await ReplaceAsync(text, cancellationToken);
        }

        return mistakes;
    }

    /// <summary>Gives a source another address, under the id it has. Returns the mistakes that the file would have had; none: it is written.</summary>
    public async Task<IReadOnlyList<CatalogMistake>> MoveAsync(FeedSource source, string url, CancellationToken cancellationToken)
    {
        var text = CatalogEditor.Move(_text, written => FeedUrl.Parse(written, Folder).Url == source.Url, url, source.Id);
        var mistakes = CatalogReader.Read(text, Path).Mistakes;
        if (mistakes.Count == 0)
        {
            await ReplaceAsync(text, cancellationToken);
            _text = text;
            _known.Add(KeyOf(url));
        }

        return mistakes;
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
