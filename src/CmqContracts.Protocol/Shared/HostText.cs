using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CmqContracts.Protocol;

/// <summary>Hosts and addresses as settings name them.</summary>
internal static class HostText
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly IdnMapping Mapping = new();

    /// <summary>Whether a text is a host as the header <c>Host</c> has it: a name, an IPv4 address or an IPv6 address in brackets, with a port or without.</summary>
    public static bool IsHost([NotNullWhen(true)] string? text)
    {
        if (string.IsNullOrEmpty(text))
            return false;
        int end = text[0] == '[' ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        string name = end < 0 ? text : text[..end];
        return IsNoneOrPort(text.AsSpan(name.Length)) && (text[0] == '[' ? IsIPv6(name) : IsName(name));
    }

    /// <summary>Reads the address of a service: an absolute URL of HTTP or HTTPS with a host that can be looked up, and a port that can be connected to.</summary>
    public static bool TryParseUrl(string text, [NotNullWhen(true)] out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.Port > 0 && IsHost(url.Host) && AsciiHost.TryFind(url, out _);

    /// <summary>Reads an IP address in its usual form: an IPv4 address has four decimal numbers, and an IPv6 address neither brackets nor a port.</summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text, out address) && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.Contains('[', StringComparison.Ordinal));

    private static bool IsNoneOrPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text[0] == ':' && ushort.TryParse(text[1..], NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0);

    private static bool IsIPv6(string bracketed) =>
        bracketed.Length > 2 && !bracketed.Contains('%', StringComparison.Ordinal) && IPAddress.TryParse(bracketed.AsSpan(1, bracketed.Length - 2), out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Whether a text is a name: labels of letters, with their marks, digits, <c>-</c> and <c>_</c>, that are not too long for DNS.</summary>
    private static bool IsName(string name)
    {
        if (name.EndsWith('.'))
            name = name[..^1];
        bool isAfterLetter = false;
        foreach (Rune character in name.EnumerateRunes())
        {
            bool isMark = Rune.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            if (isMark ? !isAfterLetter : !Rune.IsLetterOrDigit(character) && character.Value is not ('.' or '-' or '_'))
                return false;
            isAfterLetter = isMark || Rune.IsLetterOrDigit(character);
        }

        try
        {
            string ascii = Ascii.IsValid(name) ? name : Mapping.GetAscii(name);
            return ascii.Length <= MaxNameLength && ascii.Split('.').All(static label => label.Length is > 0 and <= MaxLabelLength);
        }
        catch (ArgumentException)
        {
            // It is too long, or has characters that may not stand together.
            return false;
        }
    }
}
