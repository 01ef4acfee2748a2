using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace CmqContracts.Server;

/// <summary>Decides which addresses belong to the public internet.</summary>
/// <remarks>Source: IANA's registries of special-purpose addresses, IPv4 and IPv6. 168.63.129.16 belongs to Azure's hosts and is in no registry.</remarks>
internal static class PublicInternet
{
    private static readonly IPNetwork[] NotPublic =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    /// <summary>The addresses of the public internet, except <see cref="NotPublic6"/>.</summary>
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Addresses of Teredo and other protocols, and of documentation.</summary>
    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>IPv6 networks whose addresses contain an IPv4 address, and at which byte: NAT64, 6to4, IPv4-compatible.</summary>
    private static readonly (IPNetwork Network, int At)[] Embedding =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
        (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>Whether an address belongs to the public internet, and also the IPv4 address in it, if there is one.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !IsIn(NotPublic, address);
        byte[] bytes = address.GetAddressBytes();
        foreach ((IPNetwork network, int at) in Embedding)
        {
            if (network.Contains(address))
                return Contains(new IPAddress(bytes.AsSpan(at, 4)));
        }

        return GlobalUnicast.Contains(address) && !IsIn(NotPublic6, address) && (!IsIsatap(bytes) || Contains(new IPAddress(bytes.AsSpan(12))));
    }

    /// <summary>Whether the address is one of ISATAP, a tunnel to the IPv4 address in its last four bytes.</summary>
    private static bool IsIsatap(ReadOnlySpan<byte> address) =>
        (BinaryPrimitives.ReadUInt32BigEndian(address[8..]) & ~0x0200_0000u) == 0x0000_5EFE;

    private static bool IsIn(IPNetwork[] networks, IPAddress address) => Array.Exists(networks, network => network.Contains(address));
}
