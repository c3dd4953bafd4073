using System.Net;
using System.Net.Sockets;

namespace FeedHub.Fetching;

/// <summary>
/// Which addresses a publisher can have: the globally routable ones, and those the configuration allows.
/// An address that carries an IPv4 address inside (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) is judged by both.
/// </summary>
public sealed class PublicAddresses
{
    // IANA IPv4 and IPv6 special-purpose address registries, and multicast.
    private static readonly AddressRange[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(AddressRange.Parse),
    ];

    // Of IPv6 only 2000::/3 is handed out; these parts of it are not for publishers. NAT64 and 6to4 are looked into instead.
    private static readonly AddressRange GlobalUnicast = AddressRange.Parse("2000::/3");

    private static readonly AddressRange[] NotPublicV6 =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20" }.Select(AddressRange.Parse),
    ];

    private static readonly AddressRange Mapped = AddressRange.Parse("::ffff:0:0/96");
    private static readonly AddressRange Nat64 = AddressRange.Parse("64:ff9b::/96");
    private static readonly AddressRange SixToFour = AddressRange.Parse("2002::/16");

    private readonly AddressRange[] _allowed;
    private readonly bool _allowAll;

    /// <exception cref="FormatException">An entry is neither a network, an address nor a range; the message names it.</exception>
    public PublicAddresses(IEnumerable<string> allowedPrivateNetworks, bool allowAll = false)
    {
        _allowed = [.. allowedPrivateNetworks.Select(AddressRange.Parse)];
        _allowAll = allowAll;
    }

    /// <summary>True where the address may be connected to.</summary>
    public bool IsAllowed(IPAddress address) =>
        _allowAll || IsGlobal(address) || Array.Exists(_allowed, range => range.Contains(address));

    /// <summary>True where anyone on the internet would reach the same machine.</summary>
    public static bool IsGlobal(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork || Mapped.Contains(address))
        {
            return !Array.Exists(NotPublic, range => range.Contains(address));
        }

        if (Nat64.Contains(address))
        {
            return IsGlobal(EmbeddedAt(address, 12));
        }

        if (SixToFour.Contains(address))
        {
            return IsGlobal(EmbeddedAt(address, 2));
        }

        return GlobalUnicast.Contains(address) && !Array.Exists(NotPublicV6, range => range.Contains(address)) && !IsIsatap(address);
    }

    private static IPAddress EmbeddedAt(IPAddress address, int offset) => new(address.GetAddressBytes().AsSpan(offset, 4));

    // RFC 5214: interface identifier 0000:5efe or 0200:5efe, then an IPv4 address.
    private static bool IsIsatap(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE && !IsGlobal(EmbeddedAt(address, 12));
    }
}
