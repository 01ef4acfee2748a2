using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the arguments of <c>[CmqEnvelope]</c>.</summary>
internal static class EnvelopeParser
{
    /// <param name="attribute">The attribute.</param>
    /// <param name="message">The message type.</param>
    public static EnvelopeSpec Parse(AttributeData attribute, ITypeSymbol message) => new()
    {
        Source = attribute.Named(nameof(EnvelopeSpec.Source)) as string,
        Type = attribute.Named(nameof(EnvelopeSpec.Type)) as string ?? (message is INamedTypeSymbol named ? named.MetadataFullName().Replace('+', '.') : message.DisplayName()),
        ReadsPlain = attribute.Named(nameof(EnvelopeSpec.ReadsPlain)) is true,
    };
}
