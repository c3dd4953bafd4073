using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FeedHub.Server.Commands;

/// <summary>Standard input and output as pipes want them: UTF-8 whatever the locale, and an error when nobody reads any more.</summary>
internal static class StandardStreams
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Text of the console in UTF-8, and <c>\n</c> for its lines.</summary>
    public static void Prepare()
    {
        Console.OutputEncoding = Utf8;
        Console.InputEncoding = Utf8;
        Console.Out.NewLine = "\n";
        Console.Error.NewLine = "\n";
    }

    /// <summary>Unlike the console's own stream it throws when the reader of the pipe has gone, so that long work ends (<c>feedhub export | head</c>).</summary>
    public static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
            {
                return new BufferedStream(pipe, 1 << 16);
            }
        }

        return new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
    }

    /// <exception cref="IOException">There is none: it was closed (<c>&lt;&amp;-</c>).</exception>
    public static Stream OpenInput() =>
        IsInputClosed() ? throw new IOException("Standard input is closed: name a file, or give it something to read.") : Console.OpenStandardInput();

    /// <summary>The reader of our output has gone.</summary>
    public static bool IsBrokenPipe(Exception exception) =>
        exception is IOException && (exception.HResult == BrokenPipe || exception.HResult == BrokenPipeOnWindows);

    /// <summary>
    /// A closed descriptor 0 is given to the first thing the process opens: a pipe of the runtime's own, to which nobody would ever write. It is told from
    /// a pipe of the shell by its writing end, which is then ours too.
    /// </summary>
    private static bool IsInputClosed()
    {
        return OperatingSystem.IsLinux() && Link("0") is { } pipe && pipe.StartsWith("pipe:", StringComparison.Ordinal)
            && Directory.EnumerateFiles("/proc/self/fd").Select(file => Path.GetFileName(file)).Any(name => name is not ("1" or "2") && Link(name) == pipe && IsForWriting(name));

        static string? Link(string name) => new FileInfo($"/proc/self/fd/{name}").LinkTarget;

        // proc(5): "flags" in octal, the last digit being O_RDONLY, O_WRONLY or O_RDWR.
        static bool IsForWriting(string name) =>
            Array.Find(File.ReadAllLines($"/proc/self/fdinfo/{name}"), line => line.StartsWith("flags:", StringComparison.Ordinal)) is [.., not '0'];
    }

    private const int BrokenPipe = 32;
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D);
}
