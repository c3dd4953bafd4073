using System.Diagnostics;
using System.Text;

namespace FeedHub.Tests.Support;

/// <summary>What a run of the built program said and returned.</summary>
internal sealed record ProcessResult(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Fails with what the program said.</summary>
    public ProcessResult Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"Exit code {ExitCode}, not {exitCode}.\n{Output}\n{Error}");
        return this;
    }
}

/// <summary>The built program, run as users run it: arguments, pipes, signals, in a folder of its own.</summary>
internal sealed class FeedHubProcess : IDisposable
{
    private const int Interrupt = 2;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedhub-verb-");

    /// <summary>What a shell starts in the background ignores SIGINT, and so does all that it starts.</summary>
    private static bool IgnoresInterrupts { get; } = OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & (1UL << (Interrupt - 1))) != 0;

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "feedhub.exe" : "feedhub");

    /// <summary>The working folder.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Set for every run. What lives for a second is not worth compiling twice: tiered compilation waits until nothing new was called for five.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["NO_COLOR"] = "1", ["DOTNET_TC_CallCountingDelayMs"] = "5000" };

    public string Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public Task<ProcessResult> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    /// <param name="input">Standard input; closed after it.</param>
    public async Task<ProcessResult> RunWithInputAsync(string input, params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process, input);
    }

    /// <summary>A line of sh in which <c>$FEEDHUB</c> is the program.</summary>
    public async Task<ProcessResult> ShellAsync(string script)
    {
        using var process = Process.Start(Prepared("/bin/sh", ["-c", script]))!;
        return await EndAsync(process, "");
    }

    public Process Start(params string[] arguments) =>
        Process.Start(IgnoresInterrupts ? Prepared("env", ["--default-signal=INT", Program, .. arguments]) : Prepared(Program, arguments))!;

    /// <summary>Sends <c>INT</c> or <c>TERM</c>.</summary>
    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <param name="within">Null: a minute or two.</param>
    public static async Task<ProcessResult> EndAsync(Process process, string? input, TimeSpan? within = null)
    {
        using var patience = new CancellationTokenSource(within ?? Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            if (input is not null)
            {
                await WriteAsync(process, input);
            }

            await process.WaitForExitAsync(patience.Token);
            return new ProcessResult(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException exception)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The program did not end within {within ?? Patience}.", exception);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }
    }

    private ProcessStartInfo Prepared(string file, string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            StandardErrorEncoding = new UTF8Encoding(false),
        };
        start.Environment["FEEDHUB"] = Program;
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
