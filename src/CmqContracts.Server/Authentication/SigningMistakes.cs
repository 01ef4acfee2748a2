using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Finds the mistake that leads to a wrong signature of v2, or of a form of API 3.0, by trying the usual ones.</summary>
internal sealed class SigningMistakes
{
    /// <summary>Stands for no mistake in the string to sign.</summary>
    private const string Correct = "The string to sign is correct.";

    private readonly V2RequestLine _request;
    private readonly string[] _hosts;
    private readonly (byte[] Name, byte[] Value)[] _parameters;
    private readonly byte[] _given;
    private readonly CmqKey _key;
    private readonly ExplanationBudget _budget;

    private SigningMistakes(V2RequestLine request, V2Parameters parameters, CmqKey key, IReadOnlyList<string> otherHosts, ExplanationBudget budget)
    {
        _budget = budget;
        _request = request;
        _hosts = [.. otherHosts.Prepend(request.Host).SelectMany(host => (string[])[host, new HostString(host).Host]).Distinct()];
        _given = [.. ValueOf(parameters, "Signature"u8).AsSpan().TrimEnd(" \t\r\n\v\f"u8)];
        _key = key;
        parameters.Sort();
        _parameters = [.. Enumerable.Range(0, parameters.Count).Select(i => (parameters.Name(i).ToArray(), parameters.Value(i).ToArray())).Where(pair => !pair.Item1.AsSpan().SequenceEqual("Signature"u8))];
    }

    /// <summary>The mistake in words, without anything secret; <see langword="null"/> when none of them explains the signature.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parameters">Its parameters. They are sorted.</param>
    /// <param name="key">The key that it names.</param>
    /// <param name="otherHosts">Other hosts for which it may be signed.</param>
    /// <param name="budget">Limits what is hashed.</param>
    public static string? Find(V2RequestLine request, V2Parameters parameters, CmqKey key, IReadOnlyList<string> otherHosts, ExplanationBudget budget) => new SigningMistakes(request, parameters, key, otherHosts, budget).Find();

    private string? Find()
    {
        byte[] trimmed = [.. _given.AsSpan().TrimStart(" \t\r\n\v\f"u8)];
        if (IsHash(trimmed, out bool sha256))
            return Explain(trimmed, sha256);

        // Clients that do not encode the signature send its + unchanged, and it arrives as a space.
        byte[] restored = [.. _given.Select(b => b == ' ' ? (byte)'+' : b)];
        if (!IsHash(restored, out sha256))
            return NoHash();
        const string plus = "The Signature was sent without being encoded: its + arrived as a space.";
        return Explain(restored, sha256) switch
        {
            null => plus + $" With its + none of the {_budget.Tried} leads to it: the SecretKey may be a different one.",
            Correct => plus,
            { } also => plus + " " + also,
        };
    }

    /// <summary>The mistake that leads to a signature, and whether its hash contradicts SignatureMethod.</summary>
    private string? Explain(byte[] given, bool sha256)
    {
        string hash = sha256 ? "HmacSHA256" : "HmacSHA1";

        // Any other value, or none, allows both hashes.
        byte[] method = _parameters.Where(pair => pair.Name.AsSpan().SequenceEqual("SignatureMethod"u8)).Select(pair => pair.Value).FirstOrDefault([]);
        bool contradicts = method.AsSpan().SequenceEqual(sha256 ? "HmacSHA1"u8 : "HmacSHA256"u8);
        string rest = contradicts ? $" It was signed with {hash}, and SignatureMethod names the other hash." : "";
        foreach ((string mistake, byte[] key, byte[] text) in _hosts.SelectMany(host => Candidates(_request with { Host = host })))
        {
            if (!_budget.TrySpend(text.Length))
                break;
            if (IsSignedWith(key, text, sha256, given))
                return mistake == Correct && contradicts ? rest[1..] : mistake + rest;
        }

        return contradicts ? rest[1..] + $" With that hash, too, none of the {_budget.Tried} leads to it: the SecretKey may be a different one." : null;
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
        return "Signature is not the Base64 of an HMAC; it may be truncated.";
    }

    private IEnumerable<(string Mistake, byte[] Key, byte[] Text)> Candidates(V2RequestLine request)
    {
        byte[] documented = Text(request, _parameters);
        yield return (Correct, _key.SigningKey, documented);
        foreach ((string mistake, byte[] key) in KeyMistakes.Of(_key))
            yield return (mistake, key, documented);
        foreach ((string end, string name) in KeyMistakes.Ends)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(end);
            yield return ($"The string was signed with {name} at its end.", _key.SigningKey, [.. documented, .. bytes]);
            for (int i = 0; i < _parameters.Length; i++)
            {
                (byte[] parameter, byte[] value) = _parameters[i];
                if (value.AsSpan().EndsWith(bytes))
                    yield return ($"{Printable.Name(parameter)} was sent with {name} at its end and signed without.", _key.SigningKey, Text(request, With(i, value[..^bytes.Length])));
                yield return ($"{Printable.Name(parameter)} was signed with {name} at its end and sent without.", _key.SigningKey, Text(request, With(i, [.. value, .. bytes])));
            }
        }

        foreach ((string mistake, byte[] text) in Texts(request))
            yield return (mistake, _key.SigningKey, text);
    }

    private (byte[] Name, byte[] Value)[] With(int at, byte[] value) => [.. _parameters[..at], (_parameters[at].Name, value), .. _parameters[(at + 1)..]];

    private IEnumerable<(string Mistake, byte[] Text)> Texts(V2RequestLine request)
    {
        string otherMethod = request.Method == "GET" ? "POST" : "GET";
        yield return ($"It was signed for {otherMethod} and sent with {request.Method}.", Text(request with { Method = otherMethod }, _parameters));
        foreach (string address in HostMistakes.Addresses(request.Host))
            yield return ($"It was signed for the host {ShownText.Of(address)}; the host is signed without scheme and slash.", Text(request with { Host = address }, _parameters));
        string region = _parameters.Where(pair => pair.Name.AsSpan().SequenceEqual("Region"u8)).Select(pair => Encoding.UTF8.GetString(pair.Value)).FirstOrDefault("gz");
        foreach (string host in (string[])[.. HostMistakes.OfThisComputer(request.Host), .. TencentHosts.Of(region), TencentHosts.Api3])
            yield return ($"It was signed for the host {ShownText.Of(host)} and sent to {ShownText.Of(_request.Host)}. If clients know the server by that name, add it to PublicHosts.", Text(request with { Host = host }, _parameters));
        foreach (string path in (string[])["/", "/v2/index.php", "/v2/index.php/", ""])
            yield return (request.NamesAsSent ? $"It was signed for the path '{path}'; API 3.0 signs '/'." : $"It was signed for the path '{path}' and sent to '{ShownText.Of(request.Path)}'.", Text(request with { Path = path }, _parameters));

        string list = request.NamesAsSent ? "FilterTag" : "msgBody";
        yield return ($"Names were sorted in natural order; {list}.10 comes before {list}.2.", Text(request, [.. _parameters.OrderBy(pair => Natural(pair.Name), StringComparer.Ordinal)]));
        yield return ("Names were sorted ignoring case; upper case comes before lower case.", Text(request, [.. _parameters.OrderBy(pair => Encoding.UTF8.GetString(pair.Name), StringComparer.OrdinalIgnoreCase)]));
        if (request.NamesAsSent)
            yield return ("Names were signed with dots for underscores, as in v2; in API 3.0 they are signed as they are sent.", Text(V2(request), _parameters));
        else
            yield return ("Underscores were printed as dots before names were sorted; names are sorted as they are sent.", Text(request, [.. _parameters.OrderBy(pair => Encoding.UTF8.GetString(pair.Name).Replace('_', '.'), StringComparer.Ordinal)]));
        yield return ("Values that begin with @ were left out.", Text(request, [.. _parameters.Where(pair => !pair.Value.AsSpan().StartsWith("@"u8))]));
        yield return ("A + was sent without being encoded, so that it arrived as a space.", Text(request, Map(value => [.. value.Select(b => b == ' ' ? (byte)'+' : b)])));
        foreach ((byte[] Name, byte[] Value)[] restored in WithPluses())
            yield return ("A + was sent without being encoded, so that it arrived as a space.", Text(request, restored));
        foreach (Func<byte, bool> isKept in (Func<byte, bool>[])[IsUnreserved, IsKeptByJavaScript, IsKeptByJava])
        {
            foreach (bool upper in (bool[])[true, false])
            {
                yield return ("Values were percent-encoded before signing; they are signed as they are.", Text(request, Map(value => Encode(value, isKept, upper, "%20"u8))));
                yield return ("Values were form-encoded before signing; they are signed as they are.", Text(request, Map(value => Encode(value, isKept, upper, "+"u8))));
            }
        }

        for (int i = 0; i < _parameters.Length; i++)
            yield return ($"{Printable.Name(_parameters[i].Name)} was sent and not signed.", Text(request, [.. _parameters[..i], .. _parameters[(i + 1)..]]));
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

    /// <summary>The values as they may have been when some of their spaces were plus signs: any of the spaces if they are few, otherwise those of one value.</summary>
    private IEnumerable<(byte[] Name, byte[] Value)[]> WithPluses()
    {
        const int maxSpaces = 8;
        (int Parameter, int At)[] spaces = [.. Enumerable.Range(0, _parameters.Length).SelectMany(Spaces)];
        IEnumerable<(int Parameter, int At)[]> groups = spaces.Length <= maxSpaces ? [spaces] : spaces.GroupBy(space => space.Parameter).Select(group => group.ToArray());
        foreach ((int Parameter, int At)[] group in groups.Where(group => group.Length <= maxSpaces))
        {
            for (int choice = 1; choice < 1 << group.Length; choice++)
            {
                (byte[] Name, byte[] Value)[] restored = Map(static value => [.. value]);
                for (int i = 0; i < group.Length; i++)
                {
                    if ((choice & (1 << i)) != 0)
                        restored[group[i].Parameter].Value[group[i].At] = (byte)'+';
                }

                yield return restored;
            }
        }

        IEnumerable<(int Parameter, int At)> Spaces(int parameter) =>
            Enumerable.Range(0, _parameters[parameter].Value.Length).Where(at => _parameters[parameter].Value[at] == ' ').Select(at => (parameter, at));
    }

    private static string Natural(byte[] name)
    {
        string text = Encoding.UTF8.GetString(name);
        int dot = text.LastIndexOf('.');
        return dot > 0 && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? string.Create(CultureInfo.InvariantCulture, $"{text[..dot]}.{index:D10}")
            : text;
    }

    private static bool IsUnreserved(byte b) => char.IsAsciiLetterOrDigit((char)b) || "-_.~"u8.Contains(b);

    private static bool IsKeptByJavaScript(byte b) => IsUnreserved(b) || "!'()*"u8.Contains(b);

    private static bool IsKeptByJava(byte b) => char.IsAsciiLetterOrDigit((char)b) || "-_.*"u8.Contains(b);

    private static byte[] Encode(byte[] value, Func<byte, bool> isKept, bool upper, ReadOnlySpan<byte> space)
    {
        ReadOnlySpan<byte> digits = upper ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        using PooledBufferWriter encoded = new();
        foreach (byte b in value)
        {
            if (isKept(b))
                encoded.Write([b]);
            else if (b == ' ')
                encoded.Write(space);
            else
                encoded.Write([(byte)'%', digits[b >> 4], digits[b & 15]]);
        }

        return encoded.WrittenSpan.ToArray();
    }

    private static byte[] ValueOf(V2Parameters parameters, ReadOnlySpan<byte> name) =>
        parameters.IndexOf(name) is var at and >= 0 ? parameters.Value(at).ToArray() : [];
}
