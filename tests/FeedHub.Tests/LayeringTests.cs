using System.Text.RegularExpressions;

namespace FeedHub.Tests;

/// <summary>The house has floors, and no arrow runs up.</summary>
public sealed class LayeringTests
{
    private static readonly string[][] Floors =
    [
        ["Sources", "Parsing", "Fetching"],
        ["Cleaning"],
        ["Stories"],
        ["Publishing", "Storage"],
    ];

    [Fact]
    public void A_room_knows_only_the_floors_below_it()
    {
        var root = Support.Repository.Folder("src/FeedHub");
        var wrong = new List<string>();
        for (var floor = 0; floor < Floors.Length; floor++)
        {
            var forbidden = Floors.Skip(floor).SelectMany(rooms => rooms).ToHashSet();
            foreach (var room in Floors[floor])
            {
                foreach (var file in Directory.EnumerateFiles(Path.Combine(root, room), "*.cs", SearchOption.AllDirectories))
                {
                    var known = Regex.Matches(File.ReadAllText(file), @"FeedHub\.([A-Z][A-Za-z]+)").Select(match => match.Groups[1].Value);
                    wrong.AddRange(known.Where(other => other != room && forbidden.Contains(other)).Select(other => $"{file} uses {other}"));
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void The_library_knows_neither_the_web_nor_Hangfire()
    {
        var references = typeof(FeedHub.Cleaning.Article).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Hangfire", StringComparison.Ordinal));
    }
}
