using System.Globalization;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the validation attributes of a member: <c>[MaxLength]</c>, <c>[MinLength]</c>, <c>[StringLength]</c>, <c>[Length]</c> and <c>[Range]</c>.</summary>
internal static class MemberLimits
{
    private const string Annotations = "System.ComponentModel.DataAnnotations";

    /// <summary>The limits of a member, and of the constructor parameters of its name; <see langword="null"/>: there are none.</summary>
    public static SchemaLimits? Of(ISymbol member, INamedTypeSymbol type)
    {
        int? minLength = null, maxLength = null;
        string? minimum = null, maximum = null;
        bool isMinimumExclusive = false, isMaximumExclusive = false;
        IEnumerable<ISymbol> parameters = type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Where(parameter => parameter.Name == member.Name);
        foreach (AttributeData attribute in parameters.Prepend(member).SelectMany(symbol => symbol.GetAttributes()))
        {
            if (attribute.AttributeClass is not { Name: "MinLengthAttribute" or "MaxLengthAttribute" or "StringLengthAttribute" or "LengthAttribute" or "RangeAttribute" } found
                || found.ContainingNamespace.ToDisplayString() != Annotations)
            {
                continue;
            }

            switch (found.Name)
            {
                case "MinLengthAttribute":
                    minLength ??= Length(attribute, 0);
                    break;
                case "MaxLengthAttribute":
                    maxLength ??= Length(attribute, 0);
                    break;
                case "StringLengthAttribute":
                    maxLength ??= Length(attribute, 0);
                    minLength ??= attribute.Named("MinimumLength") as int?;
                    break;
                case "LengthAttribute":
                    minLength ??= Length(attribute, 0);
                    maxLength ??= Length(attribute, 1);
                    break;
                case "RangeAttribute" when attribute.ConstructorArguments is { Length: >= 2 } arguments && minimum is null && maximum is null:
                    minimum = Text(arguments[arguments.Length - 2]);
                    maximum = Text(arguments[arguments.Length - 1]);
                    isMinimumExclusive = attribute.Named("MinimumIsExclusive") is true;
                    isMaximumExclusive = attribute.Named("MaximumIsExclusive") is true;
                    break;
                default:
                    break;
            }
        }

        return minLength is null && maxLength is null && minimum is null && maximum is null ? null : new SchemaLimits
        {
            MinLength = minLength,
            MaxLength = maxLength,
            Minimum = minimum,
            Maximum = maximum,
            IsMinimumExclusive = isMinimumExclusive,
            IsMaximumExclusive = isMaximumExclusive,
        };
    }

    private static int? Length(AttributeData attribute, int argument) =>
        argument < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[argument].Value is int and >= 0 and int length ? length : null;

    private static string? Text(TypedConstant value) => value.Kind is not TypedConstantKind.Primitive ? null : value.Value switch
    {
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        string text => text,
        _ => null,
    };
}
