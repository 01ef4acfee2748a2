using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>A property or field that JSON may have a member for.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="CanGet">Whether it can be read from an object.</param>
/// <param name="Assignment">How a value gets into an object, unless a parameter takes it.</param>
/// <param name="IsIgnored">Whether JSON does not have it.</param>
/// <param name="Uncovered">The attribute on it that the codec does not follow.</param>
internal sealed record Candidate(ISymbol Symbol, ITypeSymbol Type, string JsonName, bool CanGet, Assignment Assignment, bool IsIgnored, string? Uncovered)
{
    /// <summary>Whether something else of its name stands in a derived type, so that the name does not lead to it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Whether JSON does not have it while it is null, or the default of its value type.</summary>
    public bool OmitsDefault { get; init; }

    /// <summary>Its place among the members: those of equal numbers stay in the order of declaration.</summary>
    public int Order { get; init; }
}

/// <summary>Collects the members of a type and its bases: public properties, and what <c>[JsonInclude]</c> names.</summary>
internal static class MemberCandidates
{
    private const int IgnoreNever = 0;
    private const int IgnoreAlways = 1;
    private const int IgnoreWhenWritingDefault = 2;
    private const int IgnoreWhenWritingNull = 3;

    public static List<Candidate> Of(INamedTypeSymbol type)
    {
        List<Candidate> candidates = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        HashSet<string> derived = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            foreach (ISymbol symbol in current.GetMembers())
            {
                // A member of a base class that is overridden or hidden has been seen on the derived one.
                if (!symbol.IsStatic && ToCandidate(symbol) is { } candidate && seen.Add(symbol.Name))
                    candidates.Add(derived.Contains(symbol.Name) ? candidate with { IsHidden = true } : candidate);
            }

            foreach (ISymbol symbol in current.GetMembers())
            {
                if (!symbol.IsOverride)
                    derived.Add(symbol.Name);
            }
        }

        return candidates.OrderBy(candidate => candidate.Order).ToList();
    }

    private static Candidate? ToCandidate(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } property => OfProperty(property),
        IFieldSymbol { IsImplicitlyDeclared: false, AssociatedSymbol: null } field => OfField(field),
        _ => null,
    };

    private static Candidate? OfProperty(IPropertySymbol property)
    {
        bool included = property.JsonAttribute(KnownNames.JsonInclude) is not null;

        // An override that declares one accessor has only that one for System.Text.Json.
        IMethodSymbol? getter = property.GetMethod;
        IMethodSymbol? setter = property.SetMethod;
        bool canGet = getter is { DeclaredAccessibility: Accessibility.Public };
        bool canSet = setter is { DeclaredAccessibility: Accessibility.Public };
        if (!canGet && !canSet && !included)
            return null;
        bool hidden = included && ((getter is not null && !canGet) || (setter is not null && !canSet));
        Assignment assignment = !canSet ? Assignment.None : setter!.IsInitOnly ? Assignment.Init : Assignment.Set;
        return Create(property, property.Type, canGet, assignment, hidden);
    }

    private static Candidate? OfField(IFieldSymbol field)
    {
        if (field.JsonAttribute(KnownNames.JsonInclude) is null)
            return null;
        bool hidden = field.DeclaredAccessibility != Accessibility.Public;
        return Create(field, field.Type, canGet: true, field.IsReadOnly ? Assignment.None : Assignment.Set, hidden);
    }

    private static Candidate Create(ISymbol symbol, ITypeSymbol type, bool canGet, Assignment assignment, bool hidden)
    {
        int ignore = IgnoreCondition(symbol);
        bool omitsDefault = ignore == IgnoreWhenWritingDefault || (ignore == IgnoreWhenWritingNull && CanBeNull(type));
        string? uncovered = hidden ? "JsonInclude (on what is not public)" : ignore is not (IgnoreNever or IgnoreAlways) && !omitsDefault ? "JsonIgnore(Condition = ...)" : null;
        string name = symbol.JsonAttribute(KnownNames.JsonPropertyName)?.FirstText() ?? CamelCase.Of(symbol.Name);
        return new Candidate(symbol, type, name, canGet, assignment, ignore == IgnoreAlways, uncovered)
        {
            OmitsDefault = omitsDefault,
            Order = symbol.JsonAttribute(KnownNames.JsonPropertyOrder) is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is int order ? order : 0,
        };
    }

    private static bool CanBeNull(ITypeSymbol type) => type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static int IgnoreCondition(ISymbol symbol)
    {
        if (symbol.JsonAttribute(KnownNames.JsonIgnore) is not { } ignore)
            return IgnoreNever;
        foreach (KeyValuePair<string, TypedConstant> argument in ignore.NamedArguments)
        {
            if (argument.Key == "Condition" && argument.Value.Value is int condition)
                return condition;
        }

        return IgnoreAlways;
    }
}
