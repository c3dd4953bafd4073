using FeedHub.Sources;

namespace FeedHub.Server;

/// <summary>feeds.json on disk.</summary>
public static class CatalogFile
{
    /// <summary>Larger files are not looked into.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>Never throws on a bad or missing file: that is a mistake with a place and a suggestion too.</summary>
    public static async Task<CatalogResult> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!File.Exists(path))
            {
                return Directory.Exists(path)
                    ? Wrong(new("This is a folder.", "هذا مجلد."), new("Name the file in it with --feeds.", "سمّ الملف الذي فيه بالخيار --feeds."))
                    : Wrong(new("There is no such file.", "لا وجود لهذا الملف."), new("Create it, or name another one with --feeds.", "أنشئه، أو سمّ غيره بالخيار --feeds."));
            }

            // Through links, whose own length says nothing.
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target.Length > MaxBytes : new FileInfo(path).Length > MaxBytes)
            {
                return Wrong(new("The file is larger than 16 MiB.", "الملف أكبر من 16 MiB."), new("A feeds.json lists feeds; is this another file?", "تُسرد الخلاصات في feeds.json؛ لعل هذا ملف آخر؟"));
            }

            return CatalogReader.Read(await File.ReadAllBytesAsync(path, cancellationToken), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Wrong(new(exception.Message, $"تعذرت قراءة الملف: {exception.Message}"), new("Make it readable.", "اجعله مقروءاً لهذا المستخدم."));
        }

        CatalogResult Wrong(Phrase message, Phrase suggestion) => new(null, [new CatalogMistake(path, 1, 1, message, suggestion)]);
    }
}
