using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Questions about attributes that several parsers ask.</summary>
internal static class AttributeExtensions
{
    /// <summary>Whether all arguments could be read. If not, the compiler says why.</summary>
    public static bool IsComplete(this AttributeData attribute) =>
        attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(IsComplete)
        && attribute.NamedArguments.All(argument => IsComplete(argument.Value));

    private static bool IsComplete(TypedConstant value) =>
        value.Kind is not TypedConstantKind.Error && (value.Kind is not TypedConstantKind.Array || value.IsNull || value.Values.All(IsComplete));
}
