using System.Globalization;
using System.Text.RegularExpressions;
using FeedHub.Cleaning;
using FeedHub.Sources;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Cleaning;

/// <summary>The rules of cleaning, a fixture each, in <c>Fixtures/Cleaning/rules.txt</c>.</summary>
public sealed class HtmlTextTests
{
    private static readonly Dictionary<string, RuleCase> Cases = ReadCases();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_becomes_its_text(string name)
    {
        var rule = Cases[name];

        Assert.Equal(rule.Expected, HtmlText.Clean(rule.Html, rule.Options).Text);
    }

    [Fact]
    public void Every_rule_has_two_cases()
    {
        var rules = Cases.Keys.GroupBy(name => name.Split(':')[0]).Where(rule => int.TryParse(rule.Key, CultureInfo.InvariantCulture, out _)).ToList();

        Assert.Equal(27, rules.Count);
        Assert.All(rules.Where(rule => rule.Key is not ("25" or "26" or "27")), rule => Assert.True(rule.Count() >= 2, rule.Key));
    }

    [Theory]
    [InlineData("<p>بدأت [&#8230;]</p>", true)]
    [InlineData("<p>بدأت...</p>", true)]
    [InlineData("<p>بدأت</p><p><a href='x'>اقرأ المزيد</a></p>", true)]
    [InlineData("<p>بدأت</p><p>اقرأ المزيد</p><p>وانتهت.</p>", false)]
    [InlineData("<p>بدأت وانتهت.</p>", false)]
    [InlineData("<p>قال [...] ثم مضى</p>", false)]
    [InlineData("", false)]
    public void An_excerpt_says_that_it_is_one(string html, bool isTruncated) =>
        Assert.Equal(isTruncated, HtmlText.Clean(html, CleaningOptions.Default).IsTruncated);

    [Theory]
    [InlineData("سطر\nآخر", "سطر\nآخر")]
    [InlineData("\n      نص ملفوف\n      في ملف\n    ", "نص ملفوف في ملف")]
    [InlineData("فقرة\n\n  أخرى", "فقرة\nأخرى")]
    [InlineData("5 < 7 و AT&T", "5 < 7 و AT&T")]
    [InlineData("<p>أول</p>", "<p>أول</p>")]
    [InlineData("&quot;قال&quot;", "&quot;قال&quot;")]
    public void Text_keeps_its_lines_and_what_looks_like_markup(string text, string expected) =>
        Assert.Equal(expected, HtmlText.CleanPlain(text, CleaningOptions.Default).Text);

    [Theory]
    [InlineData("تويتر", "تويتر")]
    [InlineData("شاهد أيضاً: فيديو", "شاهد أيضاً: فيديو")]
    [InlineData("<div style=\"direction:rtl;text-align:right\">خبر &amp;quot;عاجل&amp;quot;</div>", "خبر \"عاجل\"")]
    [InlineData("  خبر\n   عاجل  ", "خبر عاجل")]
    [InlineData("<strong>&#x26;</strong>", "&")]
    [InlineData("***", "***")]
    [InlineData("<p>---</p><p>خبر</p>", "خبر")]
    [InlineData("<p>&nbsp;</p>", "")]
    public void A_title_is_cleaned_but_never_taken_for_junk(string html, string expected) =>
        Assert.Equal(expected, HtmlText.CleanTitle(html, CleaningOptions.Default));

    [Theory]
    [InlineData("<img src='data:image/gif;base64,R0' data-src='https://x.test/real.jpg'>", "https://x.test/real.jpg")]
    [InlineData("<img src='https://x.test/pixel.gif' width=1 height=1><img src='/uploads/a.jpg'>", "/uploads/a.jpg")]
    [InlineData("<img class='emoji' alt='x' src='https://x.test/e.png'><div class='sharedaddy'><img src='https://x.test/s.png'></div>", null)]
    [InlineData("<img srcset='https://x.test/s.jpg 300w, https://x.test/l.jpg 900w'>", "https://x.test/s.jpg")]
    [InlineData("<img src='javascript:alert(1)'><p>نص</p>", null)]
    public void The_lead_image_is_a_picture(string html, string? expected) =>
        Assert.Equal(expected, HtmlText.Clean(html, CleaningOptions.Default).ImageUrl);

    [Fact]
    public void Cleaning_needs_no_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            // In invariant mode there is but one.
            foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures).Where(known => known.Name is "ar-SA" or "fa-IR" or "th-TH" or "tr-TR").Append(CultureInfo.InvariantCulture))
            {
                CultureInfo.CurrentCulture = culture;
                Assert.Equal("3. İI iı\nنص", HtmlText.Clean("<OL START=3><LI>İI iı</LI></OL><SCRIPT>x</SCRIPT><P>نص</P>", CleaningOptions.Default).Text);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static Dictionary<string, RuleCase> ReadCases()
    {
        var blocks = File.ReadAllText(Repository.Folder("tests/FeedHub.Tests/Fixtures/Cleaning/rules.txt")).ReplaceLineEndings("\n").Split("\n## ").Skip(1);
        return blocks.Select(ReadCase).ToDictionary(rule => rule.Name);
    }

    private static RuleCase ReadCase(string block)
    {
        var lines = block.TrimEnd('\n').Split('\n');
        var arrow = Array.FindIndex(lines, line => line.StartsWith("=>", StringComparison.Ordinal));
        var html = string.Join('\n', lines[1..arrow]);
        var text = string.Join('\n', lines[(arrow + 1)..]);
        return new RuleCase(lines[0], Unescape(html), text == "∅" ? "" : Unescape(text), ReadOptions(lines[arrow][2..].Trim()));
    }

    private static string Unescape(string text) =>
        Regex.Replace(text, @"\\u([0-9a-f]{4})", match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());

    private static CleaningOptions ReadOptions(string written)
    {
        var options = new CleaningOptions();
        foreach (var option in written.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = option.Split('=', 2);
            var property = typeof(CleaningOptions).GetProperty(parts[0])!;
            object value = property.PropertyType == typeof(bool) ? parts.Length == 1 || bool.Parse(parts[1])
                : property.PropertyType == typeof(string) ? Unescape(parts[1])
                : System.Collections.Immutable.ImmutableArray.Create(parts[1].Split('|'));
            property.SetValue(options, value);
        }

        return options;
    }

    private sealed record RuleCase(string Name, string Html, string Expected, CleaningOptions Options);

    [Theory]
    [InlineData("<p>وقال الوزير [[…]</p>", "وقال الوزير…")]
    [InlineData("<p>وقال الوزير ( […]</p>", "وقال الوزير…")]
    [InlineData("<p>وقال الوزير (أمس) […]</p>", "وقال الوزير (أمس)…")]
    public void A_bracket_that_the_excerpt_marker_left_open_goes_with_it(string html, string expected)
    {
        var cleaned = HtmlText.Clean(html, CleaningOptions.Default);

        Assert.Equal((expected, true), (cleaned.Text, cleaned.IsTruncated));
        Assert.Equal(expected, HtmlText.Clean($"<p>{cleaned.Text}</p>", CleaningOptions.Default).Text);
    }
}
