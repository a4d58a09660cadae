using System.Net;
using System.Net.Sockets;

namespace Risk.Alerting.Webhooks;

/// <summary>
/// Tells addresses of the public internet from all others, by the special-purpose registries of IANA (RFC 6890): this
/// machine, private and shared networks, link-local ones (where clouds keep their metadata), multicast, documentation,
/// and IPv6 forms that wrap an IPv4 address.
/// </summary>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");
    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static bool Contain(IPAddress address)
    {
        var bare = Unwrapped(address);
        return !Special.Any(network =>
            network.BaseAddress.AddressFamily == bare.AddressFamily && network.Contains(bare));
    }

    /// <summary>Where clouds keep the credentials of a machine; nobody receives webhooks there.</summary>
    public static bool IsLinkLocal(IPAddress address)
    {
        var bare = Unwrapped(address);
        return bare.IsIPv6LinkLocal || (bare.AddressFamily == AddressFamily.InterNetwork && LinkLocal.Contains(bare));
    }

    /// <summary>The IPv4 address where an IPv6 one only carries it.</summary>
    private static IPAddress Unwrapped(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return Translated.Contains(address) ? new IPAddress(bytes.AsSpan(12, 4))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : address;
    }
}
