using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads <c>[JsonConverter]</c>: which class converts, and whether it converts the type.</summary>
internal static class ConverterParser
{
    /// <summary>The shape of values that the attribute's class converts.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="type">The type of the values; a nullable value type only if <see cref="TakesNullable"/>.</param>
    /// <param name="codecOwner">The type that the codec is nested in, from where generated code names the class.</param>
    /// <param name="context">The compilation, and what collects the use of the class.</param>
    /// <param name="reason">Why there is none.</param>
    public static ConverterShape? Parse(AttributeData attribute, ITypeSymbol type, INamedTypeSymbol codecOwner, ParseContext context, out string reason)
    {
        reason = "";
        if (attribute.ConstructorArguments is not { Length: 1 } arguments || arguments[0].Value is not INamedTypeSymbol converter)
            reason = "its [JsonConverter] does not name the class that converts";
        else if (converter.IsUnboundGenericType || converter.IsAbstract)
            reason = "its converter '" + converter.DisplayName() + "' is " + (converter.IsAbstract ? "abstract" : "an open generic type");
        else if (FileLocalTypes.IsIn(converter))
            reason = "its converter '" + converter.DisplayName() + "' " + FileLocalTypes.Reason;
        else if (ExternAliases.Of(converter, context.Compilation) is { } alias)
            reason = "its converter '" + converter.DisplayName() + "' " + ExternAliases.Reason(alias);
        else if (!context.Compilation.IsSymbolAccessibleWithin(converter, codecOwner))
            reason = "its converter '" + converter.DisplayName() + "' is not accessible from the message";
        else if (converter.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.IsEmpty && candidate.DeclaredAccessibility == Accessibility.Public) is not { } constructor)
            reason = "its converter '" + converter.DisplayName() + "' has no public constructor without parameters";
        else if (converter.Name == "JsonStringEnumConverter" && converter.IsOfJson())
            reason = "its converter '" + converter.DisplayName() + "' is for enums";
        else if (Converted(converter) is not { } converted)
            reason = "its converter '" + converter.DisplayName() + "' is neither a JsonConverter<" + type.DisplayName() + "> nor a JsonConverterFactory";
        else if (!IsFactory(converted) && !SymbolEqualityComparer.Default.Equals(converted, type))
            reason = "its converter '" + converter.DisplayName() + "' is for '" + converted.DisplayName() + "'";
        else
        {
            context.UsageDiagnostics.Collect(constructor);
            return new ConverterShape(type.ToRef(), converter.ToRef(), IsFactory(converted), NullableValueOf(type));
        }

        return null;
    }

    /// <summary>Whether the attribute's class converts a nullable value type itself, or may do so as a factory.</summary>
    public static bool TakesNullable(AttributeData attribute, ITypeSymbol type) =>
        attribute.ConstructorArguments is { Length: 1 } arguments && arguments[0].Value is INamedTypeSymbol converter
        && Converted(converter) is { } converted && (IsFactory(converted) || SymbolEqualityComparer.Default.Equals(converted, type));

    private static TypeRef? NullableValueOf(ITypeSymbol type) =>
        type.OrNullableValue() is var value && SymbolEqualityComparer.Default.Equals(value, type) ? null : value.ToRef();

    private static bool IsFactory(ITypeSymbol converted) => converted is INamedTypeSymbol { Name: "JsonConverterFactory" } factory && factory.IsOfJson();

    /// <summary>The type that a class converts, or the factory that it is; <see langword="null"/>: it is no converter.</summary>
    private static ITypeSymbol? Converted(INamedTypeSymbol converter)
    {
        for (INamedTypeSymbol? current = converter.BaseType; current is not null; current = current.BaseType)
        {
            if (current is { Name: "JsonConverter", Arity: 1 } && current.IsOfJson())
                return current.TypeArguments[0];
            if (current is { Name: "JsonConverterFactory" } && current.IsOfJson())
                return current;
        }

        return null;
    }
}
