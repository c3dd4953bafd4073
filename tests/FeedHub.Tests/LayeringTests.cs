using System.Reflection;
using NetArchTest.Rules;

namespace FeedHub.Tests;

/// <summary>The house has floors, and no arrow runs up. Read from what the compiled types use.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Library = typeof(FeedHub.Cleaning.Article).Assembly;
    private static readonly Assembly Host = typeof(FeedHub.Server.HubHost).Assembly;

    private static readonly string[] Engines = ["FeedHub.Storage.Sqlite", "FeedHub.Storage.Postgres"];
    private static readonly string[] Drivers = ["Microsoft.Data.Sqlite", "SQLitePCL", "Npgsql", "NpgsqlTypes", "DbUp.Sqlite", "DbUp.Postgresql"];

    [Fact]
    public void A_room_of_the_library_knows_only_the_floors_below_it() =>
        KnowsOnlyBelow(Library, "FeedHub", [["Sources", "Parsing", "Fetching"], ["Cleaning"], ["Stories"], ["Publishing", "Storage"]]);

    [Fact]
    public void A_room_of_the_host_knows_only_the_floors_below_it() =>
        KnowsOnlyBelow(Host, "FeedHub.Server", [["Telemetry", "Pages"], ["Jobs"], ["WebSub"], ["Endpoints"], ["Commands"]]);

    /// <summary>Database.Open alone says which engine it is.</summary>
    [Fact]
    public void Only_the_engines_rooms_name_an_engine_or_its_driver()
    {
        var rest = Types.InAssembly(Library).That().DoNotResideInNamespaceMatching(@"^FeedHub\.Storage\.(Sqlite|Postgres)(\.|$)");

        AssertNone(rest.And().DoNotHaveName("Database").ShouldNot().HaveDependencyOnAny([.. Engines, .. Drivers]).GetResult());
        AssertNone(rest.ShouldNot().HaveDependencyOnAny(Drivers).GetResult());
        AssertNone(Types.InAssembly(Library).That().ResideInNamespace(Engines[0]).ShouldNot().HaveDependencyOnAny(Engines[1], "Npgsql").GetResult());
        AssertNone(Types.InAssembly(Library).That().ResideInNamespace(Engines[1]).ShouldNot().HaveDependencyOnAny(Engines[0], "Microsoft.Data.Sqlite").GetResult());

        // The single file brings SQLite's native library along and loads it.
        AssertNone(Types.InAssembly(Host).That().DoNotHaveName("EmbeddedSqlite").ShouldNot().HaveDependencyOnAny([.. Engines, .. Drivers]).GetResult());
    }

    [Fact]
    public void The_library_knows_neither_the_web_nor_Hangfire()
    {
        var references = Library.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Hangfire", StringComparison.Ordinal));
    }

    /// <summary>Rooms on one floor do not know each other, nor what stands above them and outside.</summary>
    private static void KnowsOnlyBelow(Assembly assembly, string house, string[][] floors)
    {
        for (var floor = 0; floor < floors.Length; floor++)
        {
            var notBelow = floors.Skip(floor).SelectMany(rooms => rooms).ToArray();
            foreach (var room in floors[floor])
            {
                var types = Types.InAssembly(assembly).That().ResideInNamespaceMatching($@"^{house}\.{room}(\.|$)");
                Assert.NotEmpty(types.GetTypes());
                AssertNone(types.ShouldNot().HaveDependencyOnAny([.. notBelow.Where(other => other != room).Select(other => $"{house}.{other}")]).GetResult());
            }
        }
    }

    private static void AssertNone(NetArchTest.Rules.TestResult result) => Assert.Empty((result.FailingTypes ?? []).Select(type => type.FullName + ": " + type.Explanation));
}
