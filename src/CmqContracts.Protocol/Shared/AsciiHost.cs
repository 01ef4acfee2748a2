using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CmqContracts.Protocol;

/// <summary>The host of a URL as it is looked up: in its ASCII form (IDNA).</summary>
internal static class AsciiHost
{
    /// <summary>Finds it. <see cref="Uri"/> takes hosts that have none, such as one that is only a soft hyphen or too long. Asked for it, it throws or gives a name that is not ASCII.</summary>
    public static bool TryFind(Uri url, [NotNullWhen(true)] out string? host)
    {
        ArgumentNullException.ThrowIfNull(url);
        try
        {
            host = url.IdnHost;
            return host.Length > 0 && Ascii.IsValid(host);
        }
        catch (Exception e) when (e is UriFormatException or ArgumentException)
        {
            host = null;
            return false;
        }
    }
}
