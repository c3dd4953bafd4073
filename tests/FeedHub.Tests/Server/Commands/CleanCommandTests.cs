using System.Text.Json;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server.Commands;

public sealed class CleanCommandTests : IDisposable
{
    private readonly FeedHubProcess _feedhub = new();

    public void Dispose() => _feedhub.Dispose();

    [Fact]
    public async Task A_page_on_standard_input_becomes_its_text()
    {
        var result = (await _feedhub.RunWithInputAsync("<p>أول &amp; <b>ثان</b></p><script>x</script><p>ثالث</p>", "clean")).Ended(0);

        Assert.Equal("أول & ثان\nثالث\n", result.Output);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("clean --jsonl")]
    [InlineData("preview -")]
    [InlineData("preview --from -")]
    [InlineData("import -")]
    public async Task Closed_standard_input_is_no_reason_to_wait(string arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Known by /proc.");
        _feedhub.Write("feeds.json", """{ "feeds": [] }""");

        Assert.Contains("Standard input is closed", (await _feedhub.ShellAsync($"exec $FEEDHUB {arguments} <&-")).Ended(1).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Standard input", (await _feedhub.ShellAsync($"cat /dev/null | $FEEDHUB {arguments}")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_an_old_encoding_is_read()
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        File.WriteAllBytes(Path.Combine(_feedhub.Folder, "old.html"), System.Text.Encoding.GetEncoding("windows-1256").GetBytes("<p>السلام عليكم ورحمة الله وبركاته</p>"));

        Assert.Equal("السلام عليكم ورحمة الله وبركاته\n", (await _feedhub.RunAsync("clean", "old.html")).Ended(0).Output);
    }

    [Fact]
    public async Task Lines_come_out_in_their_order_however_many()
    {
        var input = string.Concat(Enumerable.Range(0, 5_000).Select(i => JsonSerializer.Serialize(new { html = $"<p>خبر {i}</p>" + new string(' ', i % 97 * 20) }) + "\n"));

        var result = (await _feedhub.RunWithInputAsync(input, "clean", "--jsonl")).Ended(0);

        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $$"""{"text":"خبر {{i}}"}"""), result.Lines);
    }

    [Fact]
    public async Task A_line_may_bring_its_own_options()
    {
        const string Input = """
            {"html":"<figure><img src='a'><figcaption>شرح</figcaption></figure><ul><li>أول</li></ul>","options":{"keepCaptions":true,"listMarkers":true}}
            {"html":"<p>أول</p><p>ثان</p>","options":{"ParagraphSeparator":"\n\n"}}
            {"html":"<p>أول<br>ثان</p>","options":{"singleLine":true}}
            {"html":"<p>أول</p><p class='x'>ثان</p>","options":{"remove":[".x"]}}
            {"html":"<ul><li>أول</li></ul>"}
            {"html":"<p>أول</p>","options":{"keepCaption":true}}

            """;

        var result = (await _feedhub.RunWithInputAsync(Input, "clean", "--jsonl", "--no-list-markers")).Ended(1);

        Assert.Equal(["""{"text":"شرح\n- أول"}""", """{"text":"أول\n\nثان"}""", """{"text":"أول ثان"}""", """{"text":"أول"}""", """{"text":"أول"}"""], result.Lines[..5]);
        Assert.Contains("keepCaption", result.Lines[5], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_and_plain_text_show_what_they_are_compared_by()
    {
        var result = (await _feedhub.RunWithInputAsync("{\"url\":\"HTTPS://www.x.test/a/?utm_source=rss\"}\n{\"text\":\"إلى المدرسةِ، ١٢\"}\n", "clean", "--jsonl")).Ended(0);

        Assert.Equal(["""{"urlKey":"x.test/a"}""", """{"matchingForm":"الي المدرسه 12"}"""], result.Lines);
    }

    [Fact]
    public async Task A_line_that_is_no_object_gets_its_line_too()
    {
        var result = (await _feedhub.RunWithInputAsync("{\"html\":\"<p>أ</p>\"}\nnonsense\n{\"x\":1}\n[1]\n{\"html\":\"<p>ب</p>\"}\n", "clean", "--jsonl")).Ended(1);

        Assert.Equal(5, result.Lines.Length);
        Assert.Equal("""{"text":"أ"}""", result.Lines[0]);
        Assert.Equal("""{"text":"ب"}""", result.Lines[4]);
        Assert.All(result.Lines[1..4], line => Assert.StartsWith("""{"text":null,"error":""", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_program_at_the_other_end_gets_each_answer_at_once()
    {
        using var process = _feedhub.Start("clean", "--jsonl");
        for (var i = 0; i < 3; i++)
        {
            await process.StandardInput.WriteAsync($"{{\"html\":\"<p>{i}</p>\"}}\n");
            await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);

            var answer = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

            Assert.Equal($$"""{"text":"{{i}}"}""", answer);
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("--keep-captions", "<figure><img src=a><figcaption>تعليق</figcaption></figure><p>نص</p>", "تعليق\nنص\n")]
    [InlineData("--strip-tatweel", "<p>الـســعودية</p>", "السعودية\n")]
    [InlineData("--no-list-markers", "<ul><li>أول</li></ul>", "أول\n")]
    [InlineData("--fold-digits", "<p>٢٠٢٦</p>", "2026\n")]
    [InlineData("--title", "عنوان<br>أول", "عنوان أول\n")]
    [InlineData("--remove=.x", "<p>نص</p><p class=x>يحذف</p>", "نص\n")]
    [InlineData("--remove-line=للاشتراك*", "<p>نص</p><p>للاشتراك اضغط هنا</p>", "نص\n")]
    public async Task Cleaning_options_are_flags(string flag, string html, string expected) =>
        Assert.Equal(expected, (await _feedhub.RunWithInputAsync(html, "clean", flag)).Ended(0).Output);

    [Theory]
    [InlineData("C")]
    [InlineData("ar_SA.ISO-8859-6")]
    [InlineData("tr_TR.UTF-8")]
    public async Task The_locale_changes_nothing(string locale)
    {
        _feedhub.Environment["LC_ALL"] = locale;

        Assert.Equal("إسطنبول İI ıi\n", (await _feedhub.RunWithInputAsync("<p>إسطنبول İI ıi</p>", "clean")).Ended(0).Output);
    }

    [Fact]
    public async Task A_closed_pipe_ends_it_quietly()
    {
        var line = JsonSerializer.Serialize(new { html = "<p>" + new string('x', 5_000) + "</p>" });
        var file = _feedhub.Write("many.jsonl", string.Concat(Enumerable.Repeat(line + "\n", 3_000)));

        var result = await _feedhub.ShellAsync($"\"$FEEDHUB\" clean --jsonl '{file}' | head -n 1 | wc -l");

        Assert.Equal("1", result.Output.Trim());
        Assert.Equal("", result.Error);
    }

    [Fact]
    public async Task Output_is_appended_to_a_file()
    {
        await _feedhub.ShellAsync("echo before > out; echo '<p>one</p>' | \"$FEEDHUB\" clean >> out; echo after >> out");

        Assert.Equal("before\none\nafter\n", _feedhub.Read("out"));
    }

    [Fact]
    public async Task Nothing_in_nothing_out() => Assert.Equal("", (await _feedhub.RunWithInputAsync("", "clean")).Ended(0).Output);
}
