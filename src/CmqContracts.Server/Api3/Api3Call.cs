using System.Globalization;
using CmqContracts.Protocol.Signing;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>What every API 3.0 request says besides its action's parameters: in <c>X-TC-</c> headers, or among the signed parameters.</summary>
internal sealed record Api3Call(HttpRequest Request, V2Parameters Parameters, ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether a request is signed by TC3, which its headers tell before anything is read.</summary>
    public static bool IsTc3(HttpRequest request) =>
        request.Headers.Authorization is { Count: > 0 } authorization && Tc3Authorization.IsTc3(authorization);

    /// <summary>Whether a request that is not signed by TC3 speaks API 3.0: its version is a date, where v2 has none or <c>v2</c>.</summary>
    public static bool IsForm(HttpRequest request, V2Parameters parameters)
    {
        int version = parameters.IndexOf("Version"u8);
        return (version >= 0 && IsDate(parameters.Value(version).Span)) || request.Headers.ContainsKey("X-TC-Action");
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
        HttpMethods.IsPost(Request.Method) && IsTc3(Request) ? Api3Parameters.ReadJson(Body) : Api3Parameters.ReadForm(Parameters);

    /// <summary>A common parameter; <see langword="null"/>: it is missing or empty.</summary>
    public string? Common(string name)
    {
        string? value = Request.Headers["X-TC-" + name];
        return string.IsNullOrEmpty(value) ? Parameters.OptionalString(name) is { Length: > 0 } parameter ? parameter : null : value;
    }

    private static bool IsDate(ReadOnlySpan<byte> version) =>
        version.Length == 10 && version[4] == '-' && version[7] == '-' && version.ContainsAnyInRange((byte)'0', (byte)'9');
}
