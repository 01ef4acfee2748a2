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

    private readonly V2RequestLine _request;
    private readonly (byte[] Name, byte[] Value)[] _parameters;
    private readonly byte[] _given;
    private readonly CmqKey _key;

    private SigningMistakes(V2RequestLine request, V2Parameters parameters, CmqKey key)
    {
        _request = request;
        _given = ValueOf(parameters, "Signature"u8);
        _key = key;
        parameters.Sort();
        _parameters = [.. Enumerable.Range(0, parameters.Count).Select(i => (parameters.Name(i).ToArray(), parameters.Value(i).ToArray())).Where(pair => !pair.Item1.AsSpan().SequenceEqual("Signature"u8))];
    }

    /// <summary>The mistake in words, without anything secret; <see langword="null"/> when none of them explains the signature.</summary>
    public static string? Find(V2RequestLine request, V2Parameters parameters, CmqKey key) => new SigningMistakes(request, parameters, key).Find();

    private string? Find()
    {
        bool sha256 = Base64.IsValid(_given, out int length) && length == 32;
        if (!sha256 && length != 20)
            return "Signature is not the Base64 of an HMAC; it may have been cut, or encoded twice.";
        string hash = sha256 ? "HmacSHA256" : "HmacSHA1";
        string rest = "";
        if (sha256 != _parameters.Any(pair => pair.Name.AsSpan().SequenceEqual("SignatureMethod"u8) && pair.Value.AsSpan().SequenceEqual("HmacSHA256"u8)))
            rest = $" It was signed with {hash}, which SignatureMethod does not say.";

        long signed = 0;
        foreach ((string mistake, byte[] key, byte[] text) in Candidates())
        {
            signed += text.Length;
            if (signed > Budget)
                break;
            if (IsSignedWith(key, text, sha256))
                return mistake + rest;
        }

        return rest.Length > 0 ? rest[1..] : null;
    }

    private IEnumerable<(string Mistake, byte[] Key, byte[] Text)> Candidates()
    {
        byte[] documented = Text(_request, _parameters);
        yield return ("The string is right.", _key.SecretKey, documented);
        yield return ("It was signed with the SecretId instead of the SecretKey.", Encoding.UTF8.GetBytes(_key.SecretId), documented);
        yield return ("It was signed with a line break after the SecretKey.", [.. _key.SecretKey, (byte)'\n'], documented);
        foreach ((string mistake, byte[] text) in Texts())
            yield return (mistake, _key.SecretKey, text);
    }

    private IEnumerable<(string Mistake, byte[] Text)> Texts()
    {
        string otherMethod = _request.Method == "GET" ? "POST" : "GET";
        yield return ($"It was signed for {otherMethod} and sent with {_request.Method}.", Text(_request with { Method = otherMethod }, _parameters));
        foreach (string host in Hosts())
            yield return ($"It was signed for the host {Printable.Of(host)} and sent to {Printable.Of(_request.Host)}. If clients know the server by that name, add it to PublicHosts.", Text(_request with { Host = host }, _parameters));
        foreach (string path in (string[])["/", "/v2/index.php", "/v2/index.php/", ""])
            yield return ($"It was signed for the path '{path}' and sent to '{Printable.Of(_request.Path)}'.", Text(_request with { Path = path }, _parameters));

        yield return ("Names were sorted in natural order; msgBody.10 comes before msgBody.2.", Text(_request, [.. _parameters.OrderBy(pair => Natural(pair.Name), StringComparer.Ordinal)]));
        yield return ("Names were sorted ignoring case; upper case comes before lower case.", Text(_request, [.. _parameters.OrderBy(pair => Encoding.UTF8.GetString(pair.Name), StringComparer.OrdinalIgnoreCase)]));
        yield return ("Values were percent-encoded before signing; they are signed as they are.", Text(_request, Map(value => Encode(value, "%20"))));
        yield return ("Values were form-encoded before signing; they are signed as they are.", Text(_request, Map(value => Encode(value, "+"))));
        yield return ("A + was sent without being encoded, so that it arrived as a space.", Text(_request, Map(value => [.. value.Select(b => b == ' ' ? (byte)'+' : b)])));
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

    private bool IsSignedWith(byte[] key, byte[] text, bool sha256)
    {
#pragma warning disable CA5350 // The protocol's default hash.
        byte[] hash = sha256 ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text);
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)), _given);
    }

    private static byte[] Text(V2RequestLine request, (byte[] Name, byte[] Value)[] parameters)
    {
        using MemoryStream text = new();
        text.Write(Encoding.UTF8.GetBytes(request.Method + request.Host + request.Path));
        for (int i = 0; i < parameters.Length; i++)
        {
            text.WriteByte(i == 0 ? (byte)'?' : (byte)'&');
            text.Write([.. parameters[i].Name.Select(b => b == '_' ? (byte)'.' : b)]);
            text.WriteByte((byte)'=');
            text.Write(parameters[i].Value);
        }

        return text.ToArray();
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
