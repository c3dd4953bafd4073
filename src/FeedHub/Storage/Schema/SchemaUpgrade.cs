using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;

namespace FeedHub.Storage;

/// <summary>Runs the scripts of <c>Schema/</c>, and the one step that is code, that a database has not seen. Scripts are only ever added.</summary>
internal static class SchemaUpgrade
{
    public const string Journal = "schema_versions";

    /// <summary>Every script has run and no other: asked first, since the upgrade engine takes a while to load.</summary>
    internal static bool IsCurrent(string engine, IEnumerable<string> executed) => AllOf(engine).ToHashSet(StringComparer.Ordinal).SetEquals(executed);

    internal static void Run(UpgradeEngineBuilder builder, string engine, string where)
    {
        var scripts = ScriptsFor(engine);
        var upgrader = builder.WithScripts(scripts).WithScript(ContentKeys.Name, new ContentKeys()).LogTo(new NoOpUpgradeLog()).Build();
        var unknown = upgrader.GetExecutedScripts().Except(AllOf(engine), StringComparer.Ordinal).ToArray();
        if (unknown.Length > 0)
        {
            throw new NewerDatabaseException(
                $"{where} was written by a later FeedHub (it has {string.Join(", ", unknown)}). Run that version, or restore a backup made before.");
        }

        var result = upgrader.PerformUpgrade();
        if (!result.Successful)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(result.Error).Throw();
        }
    }

    /// <summary>Named by their files, <c>0001-base.sql</c>, and run in that order.</summary>
    internal static IReadOnlyList<SqlScript> ScriptsFor(string engine)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. NamesFor(engine).Select(name => SqlScript.FromStream(name, assembly.GetManifestResourceStream(Prefix(engine) + name)!))];
    }

    private static IEnumerable<string> AllOf(string engine) => NamesFor(engine).Append(ContentKeys.Name);

    private static IEnumerable<string> NamesFor(string engine) => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix(engine), StringComparison.Ordinal))
        .Select(name => name[Prefix(engine).Length..])
        .Order(StringComparer.Ordinal);

    private static string Prefix(string engine) => $"FeedHub.Storage.Schema.{engine}.";
}
