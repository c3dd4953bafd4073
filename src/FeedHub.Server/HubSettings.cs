using System.Globalization;
using System.Net;
using FeedHub.Fetching;
using FeedHub.Storage;

namespace FeedHub.Server;

/// <summary>A process setting that makes no sense; the message says which and what to write instead.</summary>
public sealed class BadSettingException(string message) : Exception(message);

/// <summary>Reads <see cref="HubOptions"/> from configuration: appsettings.json beside the program and in the current folder, environment, command line.</summary>
public static class HubSettings
{
    /// <param name="overrides">From the command line: <c>FeedHub:Data</c> and the like; null values are left out.</param>
    public static IConfigurationRoot Configuration(IEnumerable<KeyValuePair<string, string?>> overrides) =>
        new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides.Where(pair => pair.Value is not null))
            .Build();

    /// <exception cref="BadSettingException">A value cannot be read.</exception>
    public static HubOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("FeedHub");
        var defaults = new HubOptions();
        return new HubOptions
        {
            Feeds = FullPath(section, "Feeds") ?? Path.GetFullPath(defaults.Feeds),
            Data = FullPath(section, "Data") ?? Path.GetFullPath(defaults.Data),
            FetchTimeout = Duration(section, "FetchTimeout") ?? defaults.FetchTimeout,
            MaxBodyBytes = Number(section, "MaxBodyBytes", 1024) ?? defaults.MaxBodyBytes,
            AllowedPrivateNetworks = Networks(List(section, "AllowedPrivateNetworks")),
            MaxConcurrentFetches = (int?)Number(section, "MaxConcurrentFetches", 1) ?? defaults.MaxConcurrentFetches,
            MaxPerHost = (int?)Number(section, "MaxPerHost", 1) ?? defaults.MaxPerHost,
            MaxPerHostPerSecond = (int?)Number(section, "MaxPerHostPerSecond", 0) ?? defaults.MaxPerHostPerSecond,
            Proxy = Proxy(section["Proxy"]),
            DashboardUser = section["DashboardUser"],
            DashboardPassword = section["DashboardPassword"],
            AllowedHosts = section["AllowedHosts"],
            TrustedProxies = section["TrustedProxies"] == "none" ? [] : List(section, "TrustedProxies") is { Length: > 0 } proxies ? [.. proxies.Select(TrustedProxy)] : defaults.TrustedProxies,
            PathBase = PathBase(section["PathBase"] ?? configuration["PathBase"]),
            Role = Role(section["Role"]),
            AllowAllPrivateNetworks = string.Equals(section["AllowAllPrivateNetworks"], "true", StringComparison.OrdinalIgnoreCase),
            ConnectionString = Connection(configuration.GetConnectionString("FeedHub")),
        };
    }

    private static string? FullPath(IConfigurationSection section, string name) =>
        section[name] is not { } path ? null
        : !string.IsNullOrWhiteSpace(path) && !path.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(path)
        : throw new BadSettingException($"FeedHub:{name} is empty: write a path, or leave it out (--{name.ToLowerInvariant()}, FeedHub__{name}).");

    private static string? Connection(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        return Database.WhyNot(value) is not { } reason
            ? value
            : throw new BadSettingException(
                $"ConnectionStrings:FeedHub is no connection string of PostgreSQL ({reason}): write \"Host=localhost;Database=feedhub;Username=feedhub\", or leave it empty for SQLite.");
    }

    private static HubRole Role(string? value) =>
        value is null ? HubRole.All
        : Enum.TryParse<HubRole>(value, ignoreCase: true, out var role) && Enum.IsDefined(role) ? role
        : throw new BadSettingException($"FeedHub:Role is '{value}': write all, web or worker.");

    private static string[] Networks(string[] networks) =>
        Array.Find(networks, network => !AddressRange.TryParse(network, out _)) is { } wrong
            ? throw new BadSettingException($"FeedHub:AllowedPrivateNetworks holds '{wrong}': write 10.0.0.0/8, fd00::/8, 192.168.1.5 or 192.168.1.5-192.168.1.9.")
            : networks;

    private static Uri? Proxy(string? value) =>
        string.IsNullOrWhiteSpace(value) ? null
        : Uri.TryCreate(value, UriKind.Absolute, out var proxy) && proxy.Scheme is "http" or "https" or "socks5" ? proxy
        : throw new BadSettingException("FeedHub:Proxy is no address of a proxy: write http://host:port or socks5://host:port.");

    private static IPNetwork TrustedProxy(string value) =>
        IPNetwork.TryParse(value, out var network) ? network
        : IPAddress.TryParse(value, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new BadSettingException($"FeedHub:TrustedProxies holds '{value}': write 10.0.0.0/8 or 192.168.1.5, or none.");

    private static PathString PathBase(string? value) =>
        string.IsNullOrWhiteSpace(value) || value == "/" ? PathString.Empty
        : HubPath.Parse(value) is { HasValue: true } path ? path
        : throw new BadSettingException($"FeedHub:PathBase is '{value}': write a path such as /news.");

    /// <summary><c>a;b</c> or <c>a,b</c> in one value, or an array.</summary>
    private static string[] List(IConfigurationSection section, string name) =>
        section[name] is { } joined
            ? joined.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : [.. section.GetSection(name).GetChildren().Select(child => child.Value!)];

    private static long? Number(IConfigurationSection section, string name, long atLeast) =>
        section[name] is not { } value ? null
        : long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= int.MaxValue ? number
        : throw new BadSettingException($"FeedHub:{name} is '{value}': write a whole number from {atLeast} to {int.MaxValue}.");

    private static TimeSpan? Duration(IConfigurationSection section, string name)
    {
        if (section[name] is not { } value)
        {
            return null;
        }

        var unit = value.EndsWith("ms", StringComparison.Ordinal) ? 0.001
            : value.EndsWith('s') ? 1
            : value.EndsWith('m') ? 60
            : value.EndsWith('h') ? 3600
            : double.NaN;
        var digits = value.TrimEnd('m', 's', 'h');
        if (double.IsFinite(unit) && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) && amount > 0)
        {
            return TimeSpan.FromSeconds(amount * unit);
        }

        return TimeSpan.TryParseExact(value, "c", CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw new BadSettingException($"FeedHub:{name} is '{value}': write a duration such as 20s or 2m.");
    }
}
