using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace FeedHub.Fetching;

/// <summary>Neighbouring addresses. IPv4 and its IPv4-mapped form are one and the same; IPv6 zones are ignored.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AddressRange(UInt128 First, UInt128 Last)
{
    private const int MappedBits = 96;

    public bool Contains(IPAddress address)
    {
        var number = ToNumber(address);
        return number >= First && number <= Last;
    }

    /// <summary>Reads <c>10.0.0.0/8</c>, <c>fd00::/8</c>, a single address, or <c>first-last</c>.</summary>
    /// <exception cref="FormatException">It is none of these.</exception>
    public static AddressRange Parse(string text) =>
        TryParse(text, out var range)
            ? range
            : throw new FormatException($"\"{text}\" is no network: write 10.0.0.0/8, fd00::/8, a single address, or first-last.");

    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        if (text.Split('-') is [var first, var last])
        {
            return TryReadAddress(first, out var low, out _) && TryReadAddress(last, out var high, out _) && low <= high && Set(out range, low, high);
        }

        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryReadAddress(slash < 0 ? text : text[..slash], out var address, out var family))
        {
            return false;
        }

        var (familyBits, before) = family == AddressFamily.InterNetwork ? (32, MappedBits) : (128, 0);
        var prefix = familyBits;
        if (slash >= 0
            && (!int.TryParse(text.AsSpan(slash + 1).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > familyBits))
        {
            return false;
        }

        var hostMask = before + prefix == 0 ? UInt128.MaxValue : (UInt128.One << (128 - before - prefix)) - 1;
        return Set(out range, address & ~hostMask, address | hostMask);
    }

    private static bool Set(out AddressRange range, UInt128 first, UInt128 last)
    {
        range = new AddressRange(first, last);
        return true;
    }

    // IPAddress.TryParse also reads "10" and "0x7f.1"; a configuration that means 0.0.0.10 writes it so.
    private static bool TryReadAddress(string text, out UInt128 number, out AddressFamily family)
    {
        var trimmed = text.Trim();
        var isAddress = IPAddress.TryParse(trimmed, out var address)
            && (address.AddressFamily == AddressFamily.InterNetworkV6 || trimmed.AsSpan().Count('.') == 3);
        number = isAddress ? ToNumber(address!) : default;
        family = isAddress ? address!.AddressFamily : default;
        return isAddress;
    }

    private static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? ((UInt128)0xFFFF << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
