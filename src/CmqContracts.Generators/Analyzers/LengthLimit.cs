using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Reads how long a text or collection may be, from <c>[MaxLength]</c>, <c>[StringLength]</c> and <c>[Length]</c>.</summary>
internal static class LengthLimit
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";

    /// <summary>The limit of a member, or of the parameter that declares it.</summary>
    public static int? Of(ISymbol member, INamedTypeSymbol type) => Of(member) ?? type.InstanceConstructors
        .SelectMany(constructor => constructor.Parameters)
        .Where(parameter => parameter.Name == member.Name)
        .Select(Of)
        .FirstOrDefault(limit => limit is not null);

    private static int? Of(ISymbol symbol)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is not { } type || type.ContainingNamespace.ToDisplayString() != Annotations)
                continue;
            int place = type.Name switch
            {
                "MaxLengthAttribute" or "StringLengthAttribute" => 0,
                "LengthAttribute" => 1,
                _ => int.MaxValue,
            };
            if (place < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[place].Value is int and >= 0 and int limit)
                return limit;
        }

        return null;
    }
}
