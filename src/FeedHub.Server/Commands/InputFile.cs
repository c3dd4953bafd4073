namespace FeedHub.Server.Commands;

/// <summary>A file that a verb was told to read.</summary>
internal static class InputFile
{
    /// <summary>Null: it is there.</summary>
    public static string? Mistake(string path) =>
        File.Exists(path) ? null
        : Directory.Exists(path) ? $"{path} is a folder: name a file in it."
        : $"There is no file {path}.";
}
