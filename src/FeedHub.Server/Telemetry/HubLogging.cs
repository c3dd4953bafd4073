using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace FeedHub.Server.Telemetry;

/// <summary>How the hub speaks: one line per event, or JSON; quiet libraries; everything with <c>--verbose</c>.</summary>
internal static class HubLogging
{
    public const string FormatKey = "FeedHub:Log";
    public const string Json = "json";
    private const string Text = "text";

    /// <summary>Arabic as Arabic; what is invisible or turns a line around as \u and digits.</summary>
    private static JavaScriptEncoder Visible { get; } = JavaScriptEncoder.Create(VisibleCharacters());

    /// <exception cref="BadSettingException"><c>FeedHub:Log</c> is neither text nor json.</exception>
    public static void AddTo(ILoggingBuilder logging, IConfiguration configuration)
    {
        var format = configuration[FormatKey] ?? Text;
        if (format is not (Text or Json))
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
            json.JsonWriterOptions = new JsonWriterOptions { Encoder = Visible };
        });
        logging.AddConsole(console => console.FormatterName = format == Json ? Json : LineFormatter.FormatName);
        logging.SetMinimumLevel(isVerbose ? LogLevel.Information : LogLevel.Warning);
        logging.AddFilter("Hangfire", isVerbose ? LogLevel.Information : LogLevel.Error); // warns of every orderly stop, and of each try while its storage is away
        logging.AddFilter("Microsoft.AspNetCore.DataProtection", isVerbose ? LogLevel.Information : LogLevel.Error); // warns that its keys are not encrypted
        logging.AddFilter("FeedHub", isVerbose ? LogLevel.Debug : LogLevel.Information);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    private static TextEncoderSettings VisibleCharacters()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.All);
        settings.ForbidCharacters([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(letter => char.GetUnicodeCategory(letter) == UnicodeCategory.Format)]);
        return settings;
    }
}
