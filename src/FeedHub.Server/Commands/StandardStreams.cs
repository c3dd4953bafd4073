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

    public static StreamReader OpenInput() => new(Console.OpenStandardInput(), Utf8, detectEncodingFromByteOrderMarks: true, 1 << 16);

    /// <summary>The reader of our output has gone.</summary>
    public static bool IsBrokenPipe(Exception exception) =>
        exception is IOException && (exception.HResult == BrokenPipe || exception.HResult == BrokenPipeOnWindows);

    private const int BrokenPipe = 32;
    private const int BrokenPipeOnWindows = unchecked((int)0x8007006D);
}
