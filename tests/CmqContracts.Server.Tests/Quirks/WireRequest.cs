using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Signing;

namespace CmqContracts.Server.Tests.Quirks;

/// <summary>
/// A request with control over every byte, signed by code of its own, so that it can differ from what our client sends. Texts contain bytes, one
/// per character; <see cref="Utf8"/> converts other text.
/// </summary>
internal sealed record WireRequest(ServerUnderTest Server, string Action, params (string Name, string Value)[] Values)
{
    public string Method { get; init; } = "POST";

    /// <summary>The request target, without the query.</summary>
    public string Target { get; init; } = V2RequestLine.DefaultPath;

    public string? SignedPath { get; init; }

    public string? SignedHost { get; init; }

    public string HttpVersion { get; init; } = "HTTP/1.1";

    /// <summary>Header lines besides Host and Content-Length.</summary>
    public string[] Headers { get; init; } = [];

    /// <summary>Encodes a value for the form.</summary>
    public Func<string, string> Encode { get; init; } = PercentEncode;

    /// <summary>Whether values that begin with <c>@</c> are left out of the signature.</summary>
    public bool SignWithoutAt { get; init; }

    public static string Utf8(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    public static string PercentEncode(string value)
    {
        StringBuilder encoded = new(value.Length);
        foreach (char c in value)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
                encoded.Append(c);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{(int)c:X2}");
        }

        return encoded.ToString();
    }

    /// <summary>Everything up to the body.</summary>
    public byte[] Head => Encoding.Latin1.GetBytes(HeadText(SignedForm()));

    public byte[] Body => Method == "POST" ? Encoding.Latin1.GetBytes(SignedForm()) : [];

    public byte[] Bytes => Carry(SignedForm());

    /// <summary>The bytes of this request with another form in place of its own.</summary>
    public byte[] Carry(string form) => Encoding.Latin1.GetBytes(HeadText(form) + (Method == "POST" ? form : ""));

    public string SignedForm() =>
        string.Join('&', Unsigned().Append(("Signature", Signature)).Select(pair => $"{PercentEncode(pair.Item1)}={(pair.Item1 == "Signature" ? PercentEncode(pair.Item2) : Encode(pair.Item2))}"));

    public string Signature
    {
        get
        {
            List<(string Name, string Value)> values = Unsigned();
            IEnumerable<string> printed = values
                .Where(pair => !SignWithoutAt || !pair.Value.StartsWith('@'))
                .OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .Select(pair => $"{pair.Name}={pair.Value}");
            byte[] text = Encoding.Latin1.GetBytes(Method + (SignedHost ?? Server.Server.Endpoint.Authority) + (SignedPath ?? Target) + "?" + string.Join('&', printed));
            byte[] key = Encoding.UTF8.GetBytes(ServerUnderTest.SecretKey);
#pragma warning disable CA5350 // The protocol's default hash.
            return Convert.ToBase64String(values.Contains(("SignatureMethod", "HmacSHA256")) ? HMACSHA256.HashData(key, text) : HMACSHA1.HashData(key, text));
#pragma warning restore CA5350
        }
    }

    private List<(string Name, string Value)> Unsigned()
    {
        (string Name, string Value)[] common =
        [
            ("SecretId", ServerUnderTest.SecretId),
            ("Timestamp", Server.Clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ("Nonce", "46364"),
        ];
        return [("Action", Action), .. common.ExceptBy(Values.Select(pair => pair.Name), pair => pair.Name), .. Values];
    }

    private string HeadText(string form)
    {
        bool post = Method == "POST";
        StringBuilder head = new();
        head.Append(CultureInfo.InvariantCulture, $"{Method} {Target}{(post ? "" : "?" + form)} {HttpVersion}\r\nHost: {Server.Server.Endpoint.Authority}\r\n");
        foreach (string header in Headers)
            head.Append(header).Append("\r\n");
        if (post)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {form.Length}\r\n");
        return head.Append("\r\n").ToString();
    }
}
