using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

/// <summary>Markup made to hurt costs time and memory in proportion to its size, and its text survives.</summary>
public sealed class HostileMarkupTests
{
    private const int Mebi = 1 << 20;

    /// <summary>Of the processor, in the best of a few runs: the test machine may be busy.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.2);

    private static readonly Dictionary<string, string> Bodies = new()
    {
        ["42 KB of misnested formatting"] = string.Concat(Enumerable.Range(0, 1900).Select(i => $"<b a{i}>ن<i a{i}>")) + "نص",
        ["formatting leaking into paragraphs"] = Repeat("<p><b a=1><i b=2><u>ن", 2000) + "نص",
        ["100,000 nested div"] = Repeat("<div>", 100_000) + "نص" + Repeat("</div>", 100_000),
        ["100,000 nested div with text"] = Repeat("<div>ن", 100_000) + "<p>نص",
        ["100,000 attributes"] = "<p " + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"a{i}=1 ")) + ">نص</p>",
        ["100,000 classes"] = "<p class=\"" + Repeat("related ", 100_000) + "\">نص</p>",
        ["a mebibyte of <"] = new string('<', Mebi - 20) + "<p>نص</p>",
        ["a mebibyte of &"] = new string('&', Mebi - 20) + "<p>نص</p>",
        ["a mebibyte of comment"] = "<!--" + new string('-', Mebi - 40) + "--><p>نص</p>",
        ["comments that never end"] = Repeat("<!--", (Mebi / 4) - 10) + "<p>نص</p>",
        ["CDATA that never ends"] = Repeat("<![CDATA[", 116_000) + "<p>نص</p>",
        ["unclosed tables"] = Repeat("<table><tr><td>", 60_000) + "<p>نص",
        ["text that strays in a table"] = "<table>" + Repeat("<br>ن", 200_000) + "<p>نص",
        ["a table of a row"] = "<table><tr>" + Repeat("<td>ن", 200_000) + "</table><p>نص",
        ["unclosed lists"] = Repeat("<ul><li>ن", 100_000) + "<p>نص",
        ["lists that count down"] = Repeat("<ol reversed><li>ن", 55_000) + "<p>نص",
        ["unclosed figures"] = Repeat("<figure>ن<figcaption>ن", 45_000) + "<p>نص",
        ["unclosed scripts"] = Repeat("<script>", 130_000) + "<p>نص",
        ["unclosed svg"] = Repeat("<svg>", 200_000) + "<p>نص",
        ["unclosed links"] = Repeat("<a><div>ن", 110_000) + "<p>نص",
        ["end tags that end nothing"] = Repeat("<span>", 80_000) + Repeat("</b></i>ن", 60_000) + "<p>نص",
        ["formatting closed from afar"] = Repeat("<i>", 50_000) + Repeat("<span>", 50_000) + Repeat("</i>", 50_000) + "<p>نص",
        ["escaped markup"] = Repeat("&lt;p&gt;ن", 70_000) + "&lt;p&gt;نص",
        ["joiners and halves of pairs"] = Repeat("\u200c\u200d\ud83d", 340_000) + "<p>نص",
        ["a million marks"] = "ن" + Repeat("\u0651\u064e", Mebi / 2 - 20) + "<p>نص",
        ["share labels"] = Repeat("<p>فيسبوك", 90_000) + "<p>نص",
        ["mojibake"] = Repeat("Ø§Ù„", 250_000) + "<p>نص",
        ["line ends"] = "<pre>" + Repeat("ن\n", Mebi / 2 - 20) + "</pre><p>نص",
    };

    public static TheoryData<string> Names => [.. Bodies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Hostile_markup_is_read_within_its_budget(string name)
    {
        var html = Bodies[name];
        var best = TimeSpan.MaxValue;
        var allocated = long.MaxValue;
        var text = "";
        for (var run = 0; run < 4; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = ThreadTime.Now;
            text = HtmlText.Clean(html, CleaningOptions.Default).Text;
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (ThreadTime.Now - started).Ticks));
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.EndsWith("نص", text, StringComparison.Ordinal);
        Assert.True(best <= Budget * Busy.Slowness, $"{best.TotalMilliseconds:F0} ms");
        Assert.True(allocated <= 10L * sizeof(char) * html.Length, $"{allocated / 1024} KB for {sizeof(char) * html.Length / 1024} KB");
    }

    [Fact]
    public void A_body_of_any_size_is_bounded()
    {
        var html = Repeat("<p>فقرة من النص</p>", 500_000);
        var started = ThreadTime.Now;

        var text = HtmlText.Clean(html, CleaningOptions.Default).Text;

        Assert.InRange(text.Length, 100_000, Mebi);
        Assert.True(ThreadTime.Now - started <= Budget * 2 * Busy.Slowness);
    }

    [Fact]
    public void Selectors_do_not_open_the_door_to_a_tree_of_hostile_markup()
    {
        var options = CleaningOptions.Default with { Remove = [".promo"] };
        foreach (var name in new[] { "42 KB of misnested formatting", "100,000 nested div", "text that strays in a table", "unclosed tables", "end tags that end nothing" })
        {
            var started = ThreadTime.Now;
            Assert.EndsWith("نص", HtmlText.Clean(Bodies[name], options).Text, StringComparison.Ordinal);
            Assert.True(ThreadTime.Now - started <= TimeSpan.FromSeconds(2) * Busy.Slowness, name);
        }
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));
}
