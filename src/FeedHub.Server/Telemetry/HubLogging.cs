using System.Text.Encodings.Web;
using System.Text.Json;

namespace FeedHub.Server.Telemetry;

/// <summary>How the hub speaks: one line per event, or JSON; quiet libraries; everything with <c>--verbose</c>.</summary>
internal static class HubLogging
{
    /// <exception cref="BadSettingException"><c>FeedHub:Log</c> is neither text nor json.</exception>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        var format = configuration["FeedHub:Log"] ?? "text";
        if (format is not ("text" or "json"))
        {
            throw new BadSettingException($"FeedHub:Log is '{format}': write text or json.");
        }

        var isVerbose = string.Equals(configuration["FeedHub:Verbose"], "true", StringComparison.OrdinalIgnoreCase);
        logging.ClearProviders();
        logging.AddConsoleFormatter<LineFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        });
        logging.AddConsole(console => console.FormatterName = format == "json" ? "json" : LineFormatter.FormatName);
        logging.SetMinimumLevel(isVerbose ? LogLevel.Information : LogLevel.Warning);
        logging.AddFilter("Hangfire.Server.Worker", isVerbose ? LogLevel.Information : LogLevel.Error); // warns of every orderly stop
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", isVerbose ? LogLevel.Information : LogLevel.Error); // warns that its keys are not encrypted
        logging.AddFilter("FeedHub", isVerbose ? LogLevel.Debug : LogLevel.Information);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }
}
