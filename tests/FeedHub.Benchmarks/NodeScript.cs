using System.ComponentModel;
using System.Globalization;
using FeedHub.Benchmarks.Load;

namespace FeedHub.Benchmarks;

/// <summary>A peer from npm, run beside us on the same input: a script that prints the seconds its work took, without its start.</summary>
internal sealed class NodeScript
{
    private readonly string _folder;

    private NodeScript(string folder) => _folder = folder;

    /// <summary>Null: node or npm is not here, or the package cannot be had.</summary>
    /// <param name="package">Name and version as npm takes them.</param>
    public static async Task<NodeScript?> InstallAsync(string folder, string package, string script)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "run.mjs"), script);
        try
        {
            using var npm = LoadRun.Start("npm", $"install --silent --prefix {folder} {package}", redirect: true);
            await npm.WaitForExitAsync();
            return npm.ExitCode == 0 ? new NodeScript(folder) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public async Task<double> SecondsAsync(string input)
    {
        using var node = LoadRun.Start("node", $"{_folder}/run.mjs {input}", redirect: true);
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        return double.Parse(output, CultureInfo.InvariantCulture);
    }
}
