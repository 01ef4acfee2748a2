using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The two forms of an internationalized host name: Unicode, <c>bücher.example</c>, and ASCII, <c>xn--bcher-kva.example</c>.</summary>
internal static class HostForms
{
    private static readonly IdnMapping Mapping = new();

    /// <summary>Hosts in all their forms, with their ports. Most names have only one.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> hosts) =>
        hosts.All(static host => OtherOf(host) is null) ? hosts : [.. hosts.SelectMany(static host => OtherOf(host) is { } other ? (string[])[host, other] : [host])];

    private static string? OtherOf(string host)
    {
        string name = new HostString(host).Host;
        if (name.Length == 0 || !host.StartsWith(name, StringComparison.Ordinal))
            return null;
        try
        {
            string other = Ascii.IsValid(name) ? Mapping.GetUnicode(name) : Mapping.GetAscii(name);
            return other.Equals(name, StringComparison.OrdinalIgnoreCase) ? null : other + host[name.Length..];
        }
        catch (ArgumentException)
        {
            // It has no other form.
            return null;
        }
    }
}
