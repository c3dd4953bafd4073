using System.Diagnostics;
using System.Globalization;
using FeedHub.Tests.Support;

namespace FeedHub.Tests.Server;

/// <summary>
/// The single file that the README's command publishes, as <c>nobody</c> without a home, from a copy that stands alone. Skipped unless
/// <c>FEEDHUB_PUBLISHED</c> is the path of one: publishing takes minutes.
/// </summary>
public sealed class PublishedProgramTests
{
    private static readonly string? Published = Environment.GetEnvironmentVariable("FEEDHUB_PUBLISHED");

    [Fact]
    public async Task It_runs_as_nobody_fetches_a_feed_and_shows_its_dashboard()
    {
        Assert.SkipWhen(Published is null, "FEEDHUB_PUBLISHED is not set to a published single file.");
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv") && Environment.UserName == "root", "Only root can become nobody.");
        ChromiumBrowser.SkipWithout();
        await using var origin = await FeedOrigin.StartAsync();
        origin.Put("/feed", FilledHub.Rss([1, 2, 3]));
        using var folder = new FeedHubProcess();
        var program = Path.Combine(folder.Folder, "feedhub");
        File.Copy(Published, program);
        (await folder.ShellAsync("chmod 777 . && chmod 555 feedhub")).Ended(0);
        folder.Write("feeds.json", $$"""{ "pollEvery": "1s", "feeds": [ "{{origin.Url("/feed")}}" ] }""");
        var address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}");
        using var hub = Process.Start(new ProcessStartInfo(
            "/usr/bin/setpriv",
            [
                "--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", "env", "-i", "PATH=/usr/bin:/bin", "FeedHub__AllowedPrivateNetworks=127.0.0.0/8",
                program, "--urls", address,
            ])
        {
            WorkingDirectory = folder.Folder,
            UseShellExecute = false,
        })!;
        try
        {
            using var http = new HttpClient { BaseAddress = new Uri(address) };
            Assert.Contains("خبر", await UntilAsync(http, "/feed.json", answer => answer.Contains("\"id\"", StringComparison.Ordinal)), StringComparison.Ordinal);

            await using var chromium = await ChromiumBrowser.LaunchAsync();
            var wrong = new List<string>();
            var page = await chromium.Browser.NewPageAsync();
            page.Console += (_, message) => wrong.AddRange(message.Type is "error" or "warning" ? [message.Text] : []);
            await page.GotoAsync(address + "/hangfire/jobs/succeeded");
            await page.GetByText("Poll ").First.WaitForAsync();
            Assert.Empty(wrong);
        }
        finally
        {
            FeedHubProcess.Signal(hub, "TERM");
            await hub.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, hub.ExitCode);
        Assert.Equal(["data", "feedhub", "feeds.json"], Directory.EnumerateFileSystemEntries(folder.Folder).Select(path => Path.GetFileName(path).TrimStart('.')).Order());
    }

    private static async Task<string> UntilAsync(HttpClient http, string path, Func<string, bool> isEnough)
    {
        var answer = "";
        for (var i = 0; i < 300 && !isEnough(answer); i++)
        {
            try
            {
                answer = await http.GetStringAsync(path);
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(100);
        }

        return answer;
    }
}
