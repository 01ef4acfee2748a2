using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>A property or field that may be a member in JSON.</summary>
/// <param name="Symbol">The property or field.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Getter">How it is read from an object.</param>
/// <param name="Assignment">How a value is assigned, unless a constructor parameter takes it.</param>
/// <param name="Ignore">When it is left out of JSON.</param>
internal sealed record MemberCandidate(ISymbol Symbol, ITypeSymbol Type, string JsonName, Getter Getter, Assignment Assignment, IgnoreCondition Ignore)
{
    /// <summary>The attributes of the property or field.</summary>
    public ImmutableArray<AttributeData> Attributes { get; init; }

    /// <summary>Whether a member of a derived type hides it, so that its name means that member.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The name in JSON of the member that it overrides or hides, if that is another one; <see langword="null"/>: it is not.</summary>
    public string? BaseJsonName { get; init; }

    /// <summary>Its position among the members; equal numbers stay in the order of declaration.</summary>
    public int Order { get; init; }

    /// <summary>Whether it has <c>[JsonExtensionData]</c>.</summary>
    public bool IsExtensionData { get; init; }

    /// <summary>Whether it is ever written.</summary>
    public bool IsWritten => Getter is not Getter.None && Ignore is not (IgnoreCondition.Always or IgnoreCondition.WhenWriting);

    public bool IsIgnored => Ignore is IgnoreCondition.Always;
}

/// <summary>Collects the members of a type and its bases: public properties, and what <c>[JsonInclude]</c> names.</summary>
/// <param name="type">The type.</param>
/// <param name="codecOwner">The type that the codec is nested in, from where generated code reaches them.</param>
/// <param name="compilation">The compilation.</param>
internal sealed class MemberCandidates(INamedTypeSymbol type, INamedTypeSymbol codecOwner, Compilation compilation)
{
    /// <summary>The members that C# requires a value for, also those that are not in JSON.</summary>
    public List<ISymbol> Required { get; } = new();

    /// <summary>The members in the order in which they are written.</summary>
    public List<MemberCandidate> Find()
    {
        List<MemberCandidate> candidates = new();
        HashSet<string>? derived = null;
        for (INamedTypeSymbol? current = type; current is not null && current.SpecialType is not (SpecialType.System_Object or SpecialType.System_ValueType); current = current.BaseType)
        {
            ImmutableArray<ISymbol> members = current.GetMembers();

            // System.Text.Json writes the properties of a type before its fields.
            int endOfProperties = candidates.Count;
            foreach (ISymbol symbol in members)
            {
                if (symbol.Kind is not (SymbolKind.Property or SymbolKind.Field) || symbol.IsStatic)
                    continue;
                if (symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true } && !Required.Exists(seen => seen.Name == symbol.Name))
                    Required.Add(symbol);

                if (ToCandidate(symbol) is not { } candidate)
                    continue;

                // A member of a base class that is overridden or hidden has been seen on the derived one.
                int seen = candidates.FindIndex(other => other.Symbol.Name == symbol.Name);
                if (seen < 0)
                    candidates.Insert(symbol.Kind == SymbolKind.Property ? endOfProperties++ : candidates.Count, derived is not null && derived.Contains(symbol.Name) ? candidate with { IsHidden = true } : candidate);
                else if (!candidate.IsIgnored && !candidates[seen].IsIgnored && candidate.JsonName != candidates[seen].JsonName)
                    candidates[seen] = candidates[seen] with { BaseJsonName = candidate.JsonName };
            }

            if (current.BaseType is { SpecialType: SpecialType.None })
                (derived ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(members.Where(symbol => !symbol.IsOverride).Select(symbol => symbol.Name));
        }

        return candidates.Exists(candidate => candidate.Order != 0) ? candidates.OrderBy(candidate => candidate.Order).ToList() : candidates;
    }

    private MemberCandidate? ToCandidate(ISymbol symbol) => symbol switch
    {
        IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } property => OfProperty(property),
        IFieldSymbol { IsImplicitlyDeclared: false, AssociatedSymbol: null } field => OfField(field),
        _ => null,
    };

    private MemberCandidate? OfProperty(IPropertySymbol property)
    {
        ImmutableArray<AttributeData> attributes = property.GetAttributes();
        bool isIncluded = attributes.Json(KnownNames.JsonInclude) is not null;

        // An override that declares one accessor has only that one for System.Text.Json.
        IMethodSymbol? getter = Visible(property.GetMethod, isIncluded);
        IMethodSymbol? setter = Visible(property.SetMethod, isIncluded);
        if (getter is null && setter is null)
            return null;
        Assignment assignment = setter is null ? Assignment.None
            : !CanReach(setter) || (setter.IsInitOnly && !IsPublic(setter)) ? Assignment.NonPublicSetter
            : setter.IsInitOnly ? Assignment.Init
            : Assignment.Set;
        return Create(property, attributes, property.Type, getter is null ? Getter.None : CanReach(getter) ? Getter.Name : Getter.Property, assignment);
    }

    private MemberCandidate? OfField(IFieldSymbol field)
    {
        ImmutableArray<AttributeData> attributes = field.GetAttributes();
        if (attributes.Json(KnownNames.JsonInclude) is null)
            return null;
        bool isReached = CanReach(field);
        return Create(field, attributes, field.Type, isReached ? Getter.Name : Getter.Field, field.IsReadOnly ? Assignment.None : isReached ? Assignment.Set : Assignment.NonPublicField);
    }

    private bool CanReach(ISymbol symbol) => IsPublic(symbol) || compilation.IsSymbolAccessibleWithin(symbol, codecOwner, type);

    private static IMethodSymbol? Visible(IMethodSymbol? accessor, bool isIncluded) => accessor is not null && (isIncluded || IsPublic(accessor)) ? accessor : null;

    private static bool IsPublic(ISymbol symbol) => symbol.DeclaredAccessibility == Accessibility.Public;

    private static MemberCandidate Create(ISymbol symbol, ImmutableArray<AttributeData> attributes, ITypeSymbol type, Getter getter, Assignment assignment)
    {
        string name = attributes.Json(KnownNames.JsonPropertyName)?.FirstText() ?? CamelCase.Of(symbol.Name);
        return new MemberCandidate(symbol, type, name, getter, assignment, IgnoreConditionOf(attributes))
        {
            Attributes = attributes,
            IsExtensionData = attributes.Json(KnownNames.JsonExtensionData) is not null,
            Order = attributes.Json(KnownNames.JsonPropertyOrder) is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is int order ? order : 0,
        };
    }

    private static IgnoreCondition IgnoreConditionOf(ImmutableArray<AttributeData> attributes) =>
        attributes.Json(KnownNames.JsonIgnore) is not { } ignore ? IgnoreCondition.Never
        : ignore.Named("Condition") is int condition ? (IgnoreCondition)condition
        : IgnoreCondition.Always;
}
