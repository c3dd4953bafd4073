using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FeedHub.Mutants;

/// <summary>A copy of the checkout, to be changed, built and tested.</summary>
internal sealed partial class Checkout(string folder)
{
    private const string Chooser = "FEEDHUB_MUTANT";

    private readonly Dictionary<string, string> _texts = [];

    public string Folder => folder;

    /// <summary>Of the tracked files as they are now.</summary>
    public static async Task<Checkout> CopyAsync()
    {
        var root = (await OutputAsync("git", ["rev-parse", "--show-toplevel"], ".")).Trim();
        var folder = Directory.CreateTempSubdirectory("feedhub-mutants-").FullName;
        foreach (var file in (await OutputAsync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], root)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (File.Exists(Path.Combine(root, file)))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
                File.Copy(Path.Combine(root, file), Path.Combine(folder, file));
            }
        }

        return new(folder);
    }

    public IEnumerable<Mutation> Mutations(string room)
    {
        foreach (var path in Directory.EnumerateFiles(Path.Combine(folder, "src", "FeedHub", room), "*.cs", SearchOption.AllDirectories))
        {
            var file = Path.GetRelativePath(folder, path);
            _texts[file] = File.ReadAllText(path);
            foreach (var mutation in Mutation.Of(room, file, _texts[file]))
            {
                yield return mutation;
            }
        }
    }

    /// <summary>Builds the tests with these, numbered by their places in the list; returns the numbers of those that do not compile.</summary>
    public async Task<HashSet<int>> BuildAsync(IReadOnlyList<Mutation> mutations)
    {
        foreach (var (file, text) in _texts)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, file), Mutation.Apply(text, mutations.Index().Where(one => one.Item.File == file)));
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder, "src", "FeedHub", "Mutant.cs"),
            $$"""
            namespace FeedHub;

            internal static class Mutant
            {
                private static readonly int Alive = int.TryParse(Environment.GetEnvironmentVariable("{{Chooser}}"), out var number) ? number : -1;

                public static bool Is(int number) => number == Alive;
            }
            """);
        var said = await OutputAsync("dotnet", ["build", "tests/FeedHub.Tests", "-v", "q", "-p:TreatWarningsAsErrors=false", "-p:WarningLevel=0"], folder);
        var errors = Error().Matches(said).Select(error => NumberAt(error.Groups[1].Value, int.Parse(error.Groups[2].Value, CultureInfo.InvariantCulture))).ToHashSet();
        return errors.Count > 0 || said.Contains(" 0 Error(s)", StringComparison.Ordinal) ? errors : throw new InvalidOperationException($"The copy cannot be built:\n{said}");
    }

    /// <summary>The last mutant that begins at this line or before it.</summary>
    private static int NumberAt(string path, int line) =>
        int.Parse(Number().Matches(string.Join('\n', File.ReadLines(path).Take(line)))[^1].Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Whether the room's tests pass. What does not end in time does not pass.</summary>
    /// <param name="mutant">Which is alive; -1: none.</param>
    public async Task<bool> TestAsync(string room, int mutant, TimeSpan patience)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, ".artifacts/bin/FeedHub.Tests/debug/FeedHub.Tests"), ["-namespace", $"FeedHub.Tests.{room}*", "-stopOnFail", "-maxThreads", "2"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Chooser] = mutant.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        using var clock = new CancellationTokenSource(patience);
        try
        {
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(clock.Token), process.StandardError.ReadToEndAsync(clock.Token), process.WaitForExitAsync(clock.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }

    public void Delete() => Directory.Delete(folder, recursive: true);

    private static async Task<string> OutputAsync(string program, IEnumerable<string> arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said;
    }

    [GeneratedRegex(@"(/[^\s(]+\.cs)\((\d+),\d+\): error")]
    private static partial Regex Error();

    [GeneratedRegex(@"Mutant\.Is\((\d+)\)")]
    private static partial Regex Number();
}
