using Microsoft.Playwright;

namespace FeedHub.Tests.Support;

/// <summary>axe, the accessibility checker (WCAG), asked of a page in the browser; its context must bypass the page's content security policy.</summary>
internal static class Accessibility
{
    /// <summary>Path of axe.min.js, of the npm package axe-core; null: not here.</summary>
    private static readonly string? Axe = Environment.GetEnvironmentVariable("AXE_CORE");

    public static void SkipWithout() => Assert.SkipWhen(Axe is null, "AXE_CORE is not set to the axe.min.js of the npm package axe-core.");

    /// <summary>A line for each rule that the page breaks.</summary>
    public static async Task<string[]> ViolationsAsync(IPage page)
    {
        await page.AddScriptTagAsync(new() { Path = Axe });
        return await page.EvaluateAsync<string[]>(
            "async () => (await axe.run()).violations.map(one => `${location.pathname}: ${one.id}, ${one.help}: ${one.nodes.map(node => node.html.slice(0, 120)).join(' ')}`)");
    }
}
