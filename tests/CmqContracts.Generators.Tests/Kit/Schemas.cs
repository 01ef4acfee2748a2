using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Tests.Kit;

/// <summary>The schemas of contracts, as the analyzers get them.</summary>
internal static class Schemas
{
    /// <summary>The schema of a type; <see langword="null"/>: its shape is not known, or it has an error.</summary>
    public static ContractSchema? Of(Compilation compilation, string metadataName)
    {
        INamedTypeSymbol type = compilation.GetTypeByMetadataName(metadataName)!;
        return ContractSchemaBuilder.Of(ContractParser.Parse(type, ContractAttributes.Of(type)!, new ParseContext(compilation, _ => { }, CancellationToken.None)));
    }
}
