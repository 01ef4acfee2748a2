using System.Globalization;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>The common parameters of an API 3.0 request: <c>X-TC-</c> headers, or signed parameters.</summary>
internal sealed record Api3Call(HttpRequest Request, V2Parameters Parameters, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether a request with these headers is of API 3.0. The body of such a POST is JSON.</summary>
    public static bool IsApi3(IHeaderDictionary headers) =>
        headers.ContainsKey("X-TC-Action") || (headers.Authorization is { Count: > 0 } authorization && Tc3Authorization.IsTc3(authorization));

    /// <summary>Whether a request with these parameters is of API 3.0: their version is a date, in v2 it is missing or <c>v2</c>.</summary>
    public static bool IsApi3(V2Parameters parameters)
    {
        int version = parameters.IndexOf("Version"u8);
        return version >= 0 && IsDate(parameters.Value(version).Span);
    }

    public string Action => Common("Action") ?? throw Api3Exception.Missing("Action");

    public string Version => Common("Version") ?? throw Api3Exception.Missing("Version");

    public string? Token => Common("Token");

    /// <summary>When the request was signed, Unix seconds.</summary>
    public long Timestamp
    {
        get
        {
            string text = Common("Timestamp") ?? throw Api3Exception.Missing("Timestamp");
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                ? seconds
                : throw Api3Exception.Invalid("Timestamp", "must be a Unix time in seconds");
        }
    }

    public Api3Parameters ReadParameters() =>
        HttpMethods.IsPost(Request.Method) && IsApi3(Request.Headers) ? new Api3JsonParameters(Body) : new Api3FormParameters(Parameters);

    /// <summary>A common parameter; <see langword="null"/>: it is missing or empty. Where parameters are signed, headers are ignored, because they are not signed.</summary>
    private string? Common(string name)
    {
        string? value = IsApi3(Request.Headers) ? Request.Headers["X-TC-" + name] : Parameters.OptionalString(name);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static bool IsDate(ReadOnlySpan<byte> version) =>
        version.Length == 10 && version[4] == '-' && version[7] == '-' && version.ContainsAnyInRange((byte)'0', (byte)'9');
}
