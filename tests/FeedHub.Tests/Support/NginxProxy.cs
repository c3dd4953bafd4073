using System.Diagnostics;

namespace FeedHub.Tests.Support;

/// <summary>A real nginx with the sites given, in a folder of its own.</summary>
internal sealed class NginxProxy : IDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("feedhub-nginx-");
    private readonly Process _process;

    /// <param name="sites">What stands inside <c>http { }</c>.</param>
    public NginxProxy(string sites)
    {
        var file = Path.Combine(_folder.FullName, "nginx.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            pid nginx.pid;
            error_log error.log;
            events { }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                {{sites}}
            }
            """);
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", _folder.FullName, "-c", file]) { RedirectStandardError = true, UseShellExecute = false })!;
    }

    public static bool IsInstalled => File.Exists(Program);

    public async Task UntilUpAsync(HttpClient http)
    {
        for (var i = 0; i < 100; i++)
        {
            try
            {
                using var answer = await http.GetAsync("/news/health/live");
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    public void Dispose()
    {
        FeedHubProcess.Signal(_process, "TERM");
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
