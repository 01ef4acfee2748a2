using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Finds the member with <c>[DeduplicationKey]</c>. A parameter of a record stands for its property.</summary>
internal static class DeduplicationKeyParser
{
    /// <summary>The member; <see langword="null"/>: there is none, or one that cannot be the key.</summary>
    /// <param name="message">The message type.</param>
    /// <param name="owner">The type that code is generated into.</param>
    /// <param name="place">The attribute that makes the contract, which is reported for members of other assemblies.</param>
    /// <param name="context">Receives what is wrong.</param>
    public static DeduplicationKeySpec? Parse(INamedTypeSymbol message, INamedTypeSymbol owner, Location? place, ParseContext context)
    {
        ISymbol? key = null;
        foreach (ISymbol found in Find(message))
        {
            if (key is not null)
            {
                context.ReportError(Descriptors.TwoDeduplicationKeys, context.LocationOf(found) ?? place, message.DisplayName(), key.Name, found.Name);
                return null;
            }

            key = found;
        }

        if (key is null)
            return null;
        if (WhyNot(key, message, owner, context) is { } why)
        {
            context.ReportError(Descriptors.NotADeduplicationKey, context.LocationOf(key) ?? place, message.DisplayName(), key.Name, why);
            return null;
        }

        context.UsageDiagnostics.Collect(key);
        return new DeduplicationKeySpec(Identifiers.Escape(key.Name), KindOf(TypeOf(key)!)!.Value);
    }

    /// <summary>Whether a type has a member with the attribute.</summary>
    public static bool HasKey(ITypeSymbol message) => message is INamedTypeSymbol type && Find(type).Any();

    /// <summary>The members with the attribute, each name once: that of the most derived type.</summary>
    private static IEnumerable<ISymbol> Find(INamedTypeSymbol message)
    {
        HashSet<string> seen = new(StringComparer.Ordinal), parameters = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? type = message; type is { SpecialType: SpecialType.None }; type = type.BaseType)
        {
            if (type.IsRecord)
                parameters.UnionWith(type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Where(HasAttribute).Select(parameter => parameter.Name));
            foreach (ISymbol member in type.GetMembers())
            {
                if (member is IPropertySymbol or IFieldSymbol { AssociatedSymbol: null } && seen.Add(member.Name) && (HasAttribute(member) || (member is IPropertySymbol && parameters.Contains(member.Name))))
                    yield return member;
            }
        }
    }

    private static bool HasAttribute(ISymbol symbol) =>
        symbol.GetAttributes().Any(attribute => attribute.AttributeClass is { Name: "DeduplicationKeyAttribute" } type && type.MetadataFullName() == KnownNames.DeduplicationKey);

    private static string? WhyNot(ISymbol key, INamedTypeSymbol message, INamedTypeSymbol owner, ParseContext context)
    {
        if (key.IsStatic)
            return "it is static, so that all messages have one value";
        if (key is IPropertySymbol { IsIndexer: true } or IPropertySymbol { GetMethod: null } or IPropertySymbol { ExplicitInterfaceImplementations.IsEmpty: false })
            return "it cannot be read by its name";
        if (!context.Compilation.IsSymbolAccessibleWithin(key is IPropertySymbol property ? property.GetMethod! : key, owner, message))
            return "generated code cannot access it";
        ITypeSymbol type = TypeOf(key)!;
        if (type.TypeKind == TypeKind.Error)
            return "its type is not known";
        if (type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T || type.NullableAnnotation == NullableAnnotation.Annotated)
            return "it may be null, and every message needs a key";
        return KindOf(type) is null ? $"its type is '{type.DisplayName()}', of which not every value has one text: a key is a string, a Guid, a char, a whole number or an enum" : null;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private static DeduplicationKeyKind? KindOf(ITypeSymbol type) => type switch
    {
        { SpecialType: SpecialType.System_String } => DeduplicationKeyKind.Text,
        { SpecialType: SpecialType.System_Char } => DeduplicationKeyKind.Plain,
        { SpecialType: >= SpecialType.System_SByte and <= SpecialType.System_UInt64 } => DeduplicationKeyKind.Number,
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType.SpecialType: SpecialType.System_UInt64 } => DeduplicationKeyKind.UnsignedEnum,
        { TypeKind: TypeKind.Enum } => DeduplicationKeyKind.Enum,
        INamedTypeSymbol { Name: "Guid", ContainingType: null, ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } => DeduplicationKeyKind.Plain,
        _ => null,
    };
}
