using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Reads endpoints that are constants in the source.</summary>
internal static class EndpointText
{
    /// <summary>The host of an endpoint that is reached over the network without encryption; <see langword="null"/>: the endpoint is encrypted or on this machine.</summary>
    public static string? PlainHttpHost(string endpoint) =>
        Uri.TryCreate(endpoint.Trim(), UriKind.Absolute, out Uri? uri) && uri.Scheme == Uri.UriSchemeHttp && !uri.IsLoopback ? uri.Host : null;

    /// <summary>Whether an endpoint is a broker or server in this process, or on this machine.</summary>
    public static bool IsLocal(IOperation value) => StartOf(value) is { } endpoint
        ? IsLocal(endpoint)
        : value.DescendantsAndSelf().OfType<IPropertyReferenceOperation>().Any(property => property.Property.ContainingType.ToDisplayString() == "CmqContracts.Server.CmqServer");

    private static bool IsLocal(string endpoint) =>
        endpoint.Trim().StartsWith("embedded:", StringComparison.OrdinalIgnoreCase)
        || (Uri.TryCreate(endpoint.Trim(), UriKind.Absolute, out Uri? uri) && uri.IsLoopback && uri.Scheme is "http" or "https");

    /// <summary>The known text of a value: a whole constant, or the part of an interpolated string before an unknown port or name, with a placeholder for that.</summary>
    private static string? StartOf(IOperation value)
    {
        if (value.ConstantValue is { HasValue: true, Value: string text })
            return text;
        return value is IInterpolatedStringOperation { Parts: { IsEmpty: false } parts }
            && parts[0] is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string start } }
            && start.EndsWith(":", StringComparison.Ordinal)
                ? start + "1"
                : null;
    }
}
