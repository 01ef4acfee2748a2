using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>Finds out which of the usual mistakes leads to a signature that was refused.</summary>
internal sealed class SigningMistakes
{
    /// <summary>How many bytes are signed, at the most, to find a mistake.</summary>
    private const int Budget = 64 * 1024 * 1024;

    private const string Right = "The string is right.";

    private static readonly (string End, string Name)[] Ends = [("\n", "a line break"), ("\r\n", "a line break of Windows"), (" ", "a space")];

    private readonly V2RequestLine _request;
    private readonly (byte[] Name, byte[] Value)[] _parameters;
    private readonly byte[] _given;
    private readonly CmqKey _key;

    private SigningMistakes(V2RequestLine request, V2Parameters parameters, CmqKey key)
    {
        _request = request;
        _given = [.. ValueOf(parameters, "Signature"u8).AsSpan().TrimEnd(" \t\r\n\v\f"u8)];
        _key = key;
        parameters.Sort();
        _parameters = [.. Enumerable.Range(0, parameters.Count).Select(i => (parameters.Name(i).ToArray(), parameters.Value(i).ToArray())).Where(pair => !pair.Item1.AsSpan().SequenceEqual("Signature"u8))];
    }

    /// <summary>The mistake in words, without anything secret; <see langword="null"/> when none of them explains the signature.</summary>
    public static string? Find(V2RequestLine request, V2Parameters parameters, CmqKey key) => new SigningMistakes(request, parameters, key).Find();

    private string? Find()
    {
        // Clients that do not encode the signature send its + as it is, and it arrives as a space.
        byte[] restored = [.. _given.Select(b => b == ' ' ? (byte)'+' : b)];
        if (IsHash(restored, out bool sha256) && _given.AsSpan().Contains((byte)' ') && Explain(restored.AsSpan().SequenceEqual(_given) ? _given : restored, sha256) is { } also)
            return also == Right ? "The Signature was sent without being encoded: its + arrived as a space." : "The Signature was sent without being encoded: its + arrived as a space. " + also;
        if (!IsHash([.. _given.AsSpan().TrimStart(" \t\r\n\v\f"u8)], out sha256))
            return NoHash();
        return Explain([.. _given.AsSpan().TrimStart(" \t\r\n\v\f"u8)], sha256);
    }

    /// <summary>The mistake that leads to a signature, with what its hash says.</summary>
    private string? Explain(byte[] given, bool sha256)
    {
        string hash = sha256 ? "HmacSHA256" : "HmacSHA1";

        // Other names, and none, mean either hash.
        byte[] method = _parameters.Where(pair => pair.Name.AsSpan().SequenceEqual("SignatureMethod"u8)).Select(pair => pair.Value).FirstOrDefault([]);
        bool contradicts = method.AsSpan().SequenceEqual(sha256 ? "HmacSHA1"u8 : "HmacSHA256"u8);
        string rest = contradicts ? $" It was signed with {hash}, which SignatureMethod does not say." : "";
        long signed = 0;
        foreach ((string mistake, byte[] key, byte[] text) in Candidates())
        {
            signed += text.Length;
            if (signed > Budget)
                break;
            if (IsSignedWith(key, text, sha256, given))
                return mistake == Right && contradicts ? rest[1..] : mistake + rest;
        }

        return contradicts ? rest[1..] + " With that hash, too, none of the usual mistakes leads to it: the SecretKey may be another." : null;
    }

    private static bool IsHash(byte[] signature, out bool sha256)
    {
        sha256 = signature.Length == 44;
        return Base64.IsValid(signature, out int length) && (signature.Length, length) is (28, 20) or (44, 32);
    }

    private string NoHash()
    {
        string text = Encoding.Latin1.GetString(_given);
        if (text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit))
            return "Signature is hexadecimal; it has to be Base64.";
        if (text.Contains('%', StringComparison.Ordinal))
            return "Signature was encoded twice: it still has percent signs when it is decoded.";
        return "Signature is not the Base64 of an HMAC; it may have been cut.";
    }

    private IEnumerable<(string Mistake, byte[] Key, byte[] Text)> Candidates()
    {
        byte[] documented = Text(_request, _parameters);
        yield return (Right, _key.SecretKey, documented);
        yield return ("It was signed with the SecretId instead of the SecretKey.", Encoding.UTF8.GetBytes(_key.SecretId), documented);
        foreach ((string end, string name) in Ends)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(end);
            yield return ($"It was signed with {name} after the SecretKey.", [.. _key.SecretKey, .. bytes], documented);
            yield return ($"The string was signed with {name} at its end.", _key.SecretKey, [.. documented, .. bytes]);
            if (_key.SecretKey.Length > bytes.Length && _key.SecretKey.AsSpan().EndsWith(bytes))
                yield return ($"The server's SecretKey has {name} at its end, and the client's has not.", _key.SecretKey[..^bytes.Length], documented);
            for (int i = 0; i < _parameters.Length; i++)
            {
                (byte[] parameter, byte[] value) = _parameters[i];
                if (value.AsSpan().EndsWith(bytes))
                    yield return ($"{Printable.Name(parameter)} was sent with {name} at its end and signed without.", _key.SecretKey, Text(_request, With(i, value[..^bytes.Length])));
                yield return ($"{Printable.Name(parameter)} was signed with {name} at its end and sent without.", _key.SecretKey, Text(_request, With(i, [.. value, .. bytes])));
            }
        }

        foreach ((string mistake, byte[] text) in Texts())
            yield return (mistake, _key.SecretKey, text);
    }

    private (byte[] Name, byte[] Value)[] With(int at, byte[] value) => [.. _parameters[..at], (_parameters[at].Name, value), .. _parameters[(at + 1)..]];

    private IEnumerable<(string Mistake, byte[] Text)> Texts()
    {
        string otherMethod = _request.Method == "GET" ? "POST" : "GET";
        yield return ($"It was signed for {otherMethod} and sent with {_request.Method}.", Text(_request with { Method = otherMethod }, _parameters));
        foreach (string host in Hosts())
            yield return ($"It was signed for the host {Printable.Of(host)} and sent to {Printable.Of(_request.Host)}. If clients know the server by that name, add it to PublicHosts.", Text(_request with { Host = host }, _parameters));
        foreach (string path in (string[])["/", "/v2/index.php", "/v2/index.php/", ""])
            yield return (_request.NamesAsSent ? $"It was signed for the path '{path}'; API 3.0 signs '/'." : $"It was signed for the path '{path}' and sent to '{Printable.Of(_request.Path)}'.", Text(_request with { Path = path }, _parameters));

        string list = _request.NamesAsSent ? "FilterTag" : "msgBody";
        yield return ($"Names were sorted in natural order; {list}.10 comes before {list}.2.", Text(_request, [.. _parameters.OrderBy(pair => Natural(pair.Name), StringComparer.Ordinal)]));
        yield return ("Names were sorted ignoring case; upper case comes before lower case.", Text(_request, [.. _parameters.OrderBy(pair => Encoding.UTF8.GetString(pair.Name), StringComparer.OrdinalIgnoreCase)]));
        if (_request.NamesAsSent)
            yield return ("Names were signed with dots for underscores, as in v2; in API 3.0 they are signed as they are sent.", Text(V2(_request), _parameters));
        else
            yield return ("Underscores were printed as dots before names were sorted; names are sorted as they are sent.", Text(_request, [.. _parameters.OrderBy(pair => Encoding.UTF8.GetString(pair.Name).Replace('_', '.'), StringComparer.Ordinal)]));
        yield return ("Values that begin with @ were left out.", Text(_request, [.. _parameters.Where(pair => !pair.Value.AsSpan().StartsWith("@"u8))]));
        yield return ("A + was sent without being encoded, so that it arrived as a space.", Text(_request, Map(value => [.. value.Select(b => b == ' ' ? (byte)'+' : b)])));
        for (int i = 0; i < _parameters.Length; i++)
        {
            foreach (byte[] value in WithPluses(_parameters[i].Value))
                yield return ("A + was sent without being encoded, so that it arrived as a space.", Text(_request, With(i, value)));
        }

        yield return ("Values were percent-encoded before signing; they are signed as they are.", Text(_request, Map(value => Encode(value, "%20"))));
        yield return ("Values were form-encoded before signing; they are signed as they are.", Text(_request, Map(value => Encode(value, "+"))));
        for (int i = 0; i < _parameters.Length; i++)
            yield return ($"{Printable.Name(_parameters[i].Name)} was sent and not signed.", Text(_request, [.. _parameters[..i], .. _parameters[(i + 1)..]]));
    }

    /// <summary>Where clients with fixed or half-parsed addresses think they are.</summary>
    private IEnumerable<string> Hosts()
    {
        string host = _request.Host;
        int colon = host.LastIndexOf(':');
        string port = colon > 0 ? host[colon..] : "";
        yield return "http://" + host;
        yield return "https://" + host;
        yield return host + "/";
        yield return "localhost" + port;
        yield return "127.0.0.1" + port;
        yield return "localhost";
        yield return "127.0.0.1";
        string region = _parameters.Where(pair => pair.Name.AsSpan().SequenceEqual("Region"u8)).Select(pair => Encoding.UTF8.GetString(pair.Value)).FirstOrDefault("gz");
        foreach (string kind in (string[])["queue", "topic"])
        {
            yield return $"cmq-{kind}-{region}.api.qcloud.com";
            yield return $"cmq-{kind}-{region}.api.tencentyun.com";
        }

        yield return $"cmq-{region}.public.tencenttdmq.com";
    }

    private (byte[] Name, byte[] Value)[] Map(Func<byte[], byte[]> change) => [.. _parameters.Select(pair => (pair.Name, change(pair.Value)))];

    private static bool IsSignedWith(byte[] key, byte[] text, bool sha256, byte[] given)
    {
#pragma warning disable CA5350 // The protocol's default hash.
        byte[] hash = sha256 ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text);
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)), given);
    }

    private static byte[] Text(V2RequestLine request, (byte[] Name, byte[] Value)[] parameters)
    {
        using MemoryStream text = new();
        text.Write(Encoding.UTF8.GetBytes(request.Method + request.Host + request.Path));
        for (int i = 0; i < parameters.Length; i++)
        {
            text.WriteByte(i == 0 ? (byte)'?' : (byte)'&');
            text.Write(request.NamesAsSent ? parameters[i].Name : [.. parameters[i].Name.Select(b => b == '_' ? (byte)'.' : b)]);
            text.WriteByte((byte)'=');
            text.Write(parameters[i].Value);
        }

        return text.ToArray();
    }

    private static V2RequestLine V2(V2RequestLine request) => new(request.Method, request.Host, request.Path);

    /// <summary>What a value may have been when some of its spaces, but not all, were plus signs.</summary>
    private static IEnumerable<byte[]> WithPluses(byte[] value)
    {
        const int most = 8;
        int[] spaces = [.. Enumerable.Range(0, value.Length).Where(at => value[at] == ' ').Take(most + 1)];
        if (spaces.Length > most)
            yield break;
        for (int choice = 1; choice < 1 << spaces.Length; choice++)
        {
            byte[] changed = [.. value];
            for (int i = 0; i < spaces.Length; i++)
            {
                if ((choice & (1 << i)) != 0)
                    changed[spaces[i]] = (byte)'+';
            }

            yield return changed;
        }
    }

    private static string Natural(byte[] name)
    {
        string text = Encoding.UTF8.GetString(name);
        int dot = text.LastIndexOf('.');
        return dot > 0 && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..dot]}.{index:D10}")
            : text;
    }

    private static byte[] Encode(byte[] value, string space) =>
        Encoding.ASCII.GetBytes(Uri.EscapeDataString(Encoding.UTF8.GetString(value)).Replace("%20", space, StringComparison.Ordinal));

    private static byte[] ValueOf(V2Parameters parameters, ReadOnlySpan<byte> name) =>
        parameters.IndexOf(name) is var at and >= 0 ? parameters.Value(at).ToArray() : [];
}
