using System.Runtime.CompilerServices;

namespace FeedHub.Tests.Support;

/// <summary>Files of the checkout the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", ".."));

    public static string Folder(string relative) => Path.Combine(Root, relative);

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
