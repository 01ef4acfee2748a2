using CmqContracts.Generators.Model;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads <c>[JsonDerivedType]</c> and <c>[JsonPolymorphic]</c>.</summary>
internal sealed class Polymorphism
{
    private const string DefaultDiscriminatorName = "$type";

    private readonly INamedTypeSymbol _type;
    private readonly INamedTypeSymbol _codecOwner;
    private readonly Compilation _compilation;

    /// <summary>Reads the attributes of a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="codecOwner">The type that the codec is nested in, from where generated code names the derived types.</param>
    /// <param name="compilation">The compilation.</param>
    public Polymorphism(INamedTypeSymbol type, INamedTypeSymbol codecOwner, Compilation compilation)
    {
        _type = type;
        _codecOwner = codecOwner;
        _compilation = compilation;
        AttributeData? settings = type.JsonAttribute(KnownNames.JsonPolymorphic);
        DiscriminatorName = settings?.Named("TypeDiscriminatorPropertyName") as string ?? DefaultDiscriminatorName;
        UnknownDerivedTypes = settings?.Named("UnknownDerivedTypeHandling") is int unknown ? (UnknownDerivedTypeHandling)unknown : UnknownDerivedTypeHandling.FailSerialization;
        IgnoresUnrecognized = settings?.Named("IgnoreUnrecognizedTypeDiscriminators") is true;
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: KnownNames.JsonDerivedType } found && found.IsOfJson() && attribute.ConstructorArguments is { Length: > 0 } arguments && arguments[0].Value is INamedTypeSymbol derived)
                Derived.Add((derived, arguments.Length > 1 ? arguments[1].Value as string : null, arguments.Length > 1 ? arguments[1].Value as int? : null));
        }

        Derived = Derived.OrderByDescending(derived => BasesOf(derived.Type)).ToList();
    }

    /// <summary>The derived types, those that derive from more first.</summary>
    public List<(INamedTypeSymbol Type, string? Text, int? Number)> Derived { get; } = new();

    public string DiscriminatorName { get; }

    public UnknownDerivedTypeHandling UnknownDerivedTypes { get; }

    public bool IgnoresUnrecognized { get; }

    public bool HasDiscriminators => Derived.Exists(derived => derived.Text is not null || derived.Number is not null);

    /// <summary>Whether objects are written or read as the base type itself.</summary>
    public bool HasBase => _type.TypeKind is TypeKind.Class && (!_type.IsAbstract || UnknownDerivedTypes is not UnknownDerivedTypeHandling.FailSerialization);

    public static bool IsRequested(INamedTypeSymbol type) =>
        type.JsonAttribute(KnownNames.JsonDerivedType) is not null || type.JsonAttribute(KnownNames.JsonPolymorphic) is not null;

    /// <summary>Why the type cannot be polymorphic; <see langword="null"/>: it can.</summary>
    public string? ReasonAgainst()
    {
        if (Derived.Count == 0)
            return "it has [JsonPolymorphic] without a [JsonDerivedType]";
        if (_type.IsSealed || _type.TypeKind is not (TypeKind.Class or TypeKind.Interface))
            return "nothing can derive from it";
        if (_type.TypeKind is TypeKind.Interface && UnknownDerivedTypes is not UnknownDerivedTypeHandling.FailSerialization)
            return "an interface has no form of its own for types that are not named";
        if (CollectionTypes.IsCollection(_type))
            return "it is a collection, which has no place for a discriminator";
        if (Derived.Select(derived => (object?)derived.Text ?? derived.Number).Where(value => value is not null).GroupBy(value => value).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return "two of its derived types have the discriminator '" + twice.Key + "'";
        if (Derived.GroupBy(derived => derived.Type, SymbolEqualityComparer.Default).FirstOrDefault(group => group.Count() > 1)?.Key is INamedTypeSymbol repeated)
            return "it names '" + repeated.DisplayName() + "' twice";
        return Derived.Select(derived => ReasonAgainst(derived.Type)).FirstOrDefault(reason => reason is not null);
    }

    private static int BasesOf(INamedTypeSymbol type)
    {
        int count = 0;
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
            count++;
        return count;
    }

    private string? ReasonAgainst(INamedTypeSymbol derived)
    {
        if (derived.IsUnboundGenericType || !_compilation.ClassifyCommonConversion(derived, _type).IsImplicit)
            return "'" + derived.DisplayName() + "' does not derive from it";
        if (ExternAliases.Of(derived, _compilation) is { } alias)
            return "its derived type '" + derived.DisplayName() + "' " + ExternAliases.Reason(alias);
        if (FileLocalTypes.IsIn(derived))
            return "its derived type '" + derived.DisplayName() + "' " + FileLocalTypes.Reason;
        if (derived.JsonAttribute(KnownNames.JsonConverter) is not null)
            return "its derived type '" + derived.DisplayName() + "' has a converter";
        if (CollectionTypes.IsCollection(derived))
            return "its derived type '" + derived.DisplayName() + "' is a collection, which has no place for a discriminator";
        return CollectionTypes.ReasonAgainstObject(derived, _codecOwner, _compilation) is { } reason ? "of its derived type '" + derived.DisplayName() + "': " + reason : null;
    }
}
