using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using CmqContracts.Schema;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the members of a type as <c>System.Text.Json</c> does, and how an object of it is created.</summary>
/// <param name="type">The type.</param>
/// <param name="codecOwner">The type that the codec is nested in, from where generated code reaches the members.</param>
/// <param name="shapes">Finds the shapes of the members.</param>
/// <param name="context">Receives the diagnostics.</param>
/// <param name="fallback">Where the user names the type, in case it is declared in another assembly.</param>
internal sealed class ObjectParser(INamedTypeSymbol type, INamedTypeSymbol codecOwner, ShapeParser shapes, ParseContext context, TypeLocation? fallback)
{
    private readonly NumberHandling? _numbers = NumberHandlingParser.Of(type.GetAttributes());
    private readonly TypeRef _type = type.ToRef();
    private readonly List<ISymbol> _unread = new();

    /// <summary>The path of members that leads to this type from the one at whose location diagnostics of this type are reported.</summary>
    private readonly string _path = shapes.Path;

    private Location? LocationOfType => context.LocationOf(type) ?? fallback?.Of(type);

    /// <summary>The shape.</summary>
    /// <param name="derivedType">What it is as one of the types of a polymorphic one.</param>
    public ObjectShape Parse(DerivedTypeForm? derivedType)
    {
        if (ErrorTypes.IsInBasesOf(type) || !Constraints.AreMetInBasesOf(type, context.Compilation))
            context.MarkInvalid();
        ConstructorParser construction = new(type, codecOwner, context, fallback);
        IMethodSymbol? constructor = type.IsAbstract ? null : ConstructorChoice.Of(type);
        context.UsageDiagnostics.Collect(constructor);
        if (constructor is null && !type.IsAbstract)
            context.ReportError(Descriptors.NoConstructor, LocationOfType, type.DisplayName(), ConstructorChoice.WhyNone(type));
        bool setsRequired = constructor?.GetAttributes().HasNullability("SetsRequiredMembersAttribute") ?? false;

        MemberCandidates found = new(type, codecOwner, context.Compilation);
        List<MemberCandidate> candidates = found.Find();
        MemberCandidate? extensionData = ExtensionDataOf(candidates);
        IParameterSymbol?[] parameters = candidates.ConvertAll(candidate => ReferenceEquals(candidate, extensionData) ? null : ConstructorParser.ParameterOf(constructor, candidate)).ToArray();
        List<MemberSpec> members = new(candidates.Count);
        int[] indexes = new int[candidates.Count];
        for (int i = 0; i < candidates.Count; i++)
        {
            indexes[i] = -1;
            if (!candidates[i].IsIgnored && !ReferenceEquals(candidates[i], extensionData) && ParseMember(candidates[i], parameters[i], setsRequired) is { } member)
            {
                indexes[i] = members.Count;
                members.Add(member);
            }
        }

        CheckNames(candidates, derivedType);
        if (!setsRequired && constructor is not null)
            CheckRequired(found.Required, candidates, parameters);
        bool disallowsUnmapped = DisallowsUnmapped(extensionData);
        List<ArgumentSpec> arguments = construction.Arguments(constructor, parameters, indexes);
        if (!context.IsInvalid)
            _unread.ForEach(symbol => context.ReportWarning(Descriptors.UnreadMember, context.LocationOf(symbol), symbol.Name));
        return new ObjectShape(_type)
        {
            Name = type.DisplayName(),
            Members = new EquatableArray<MemberSpec>(members),
            Arguments = new EquatableArray<ArgumentSpec>(arguments),
            Construction = construction.By(constructor),
            DisallowsUnmapped = disallowsUnmapped,
            ExtensionData = extensionData is null ? null : ParseMember(extensionData, null, setsRequired),
            DerivedType = derivedType,
            IgnoredNames = new EquatableArray<string>(IgnoredNames(candidates, members, disallowsUnmapped || extensionData is not null)),
            Callbacks = CallbackInterfaces.Of(type),
        };
    }

    private MemberSpec? ParseMember(MemberCandidate candidate, IParameterSymbol? parameter, bool setsRequired)
    {
        ISymbol symbol = candidate.Symbol;
        if (UnsupportedAttribute(candidate) is { } attribute)
        {
            ReportUnsupportedAttribute(candidate, attribute);
            return null;
        }

        if (symbol.Name.Length == 0 || symbol.ContainingType.GetMembers(symbol.Name).Length > 1)
        {
            // No name yet, or two members of one name: the compiler refuses that.
            context.MarkInvalid();
            return null;
        }

        if (ReasonAgainst(candidate) is { } reason)
        {
            context.ReportError(Descriptors.UnsupportedMember, LocationOf(symbol), NameOf(symbol), candidate.Type.DisplayName(), reason);
            return null;
        }

        if (ParseType(candidate) is not { } shape)
            return null;

        CollectUsageDiagnostics(candidate);
        Assignment assignment = parameter is not null ? Assignment.Constructor : candidate.Ignore is IgnoreCondition.WhenReading ? Assignment.None : candidate.Assignment;
        AttributeData? required = candidate.Attributes.Json(KnownNames.JsonRequired);
        if (assignment is Assignment.None && required is not null)
            context.ReportError(Descriptors.RequiredButUnreachable, context.LocationOf(required) ?? LocationOf(symbol), NameOf(symbol));
        bool isInherited = !SymbolEqualityComparer.Default.Equals(symbol.ContainingType, type);
        if (isInherited)
            context.UsageDiagnostics.Collect(symbol.ContainingType);
        bool requiredByCSharp = symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
        if (assignment is Assignment.None && candidate.Getter is not Getter.None && candidate.Ignore is IgnoreCondition.Never && context.ReportsDiagnostics && StoresItsValue(symbol))
            _unread.Add(symbol);
        return new MemberSpec
        {
            Name = Identifiers.Escape(symbol.Name),
            JsonName = candidate.JsonName,
            Shape = shape,
            Getter = candidate.IsWritten ? candidate.Getter : Getter.None,
            Assignment = assignment,
            IsRequired = (requiredByCSharp && !setsRequired) || required is not null || parameter is { HasExplicitDefaultValue: false },
            IsRequiredByCSharp = requiredByCSharp && !setsRequired,
            WritesNull = Nullability.AllowsGet(symbol, candidate.Attributes, candidate.Type),
            Ignore = candidate.Ignore,
            ReadsNull = parameter is not null ? Nullability.AllowsSet(parameter, parameter.GetAttributes(), parameter.Type) : Nullability.AllowsSet(symbol, candidate.Attributes, candidate.Type),
            DeclaringType = isInherited ? symbol.ContainingType.ToRef() : _type,
            IsReadable = candidate.Getter is Getter.Name,
            Limits = context.ReadsSchema ? MemberLimits.Of(symbol, type) : null,
        };
    }

    /// <summary>The shape of a member's type; <see langword="null"/>: it has none, which is reported.</summary>
    private int? ParseType(MemberCandidate candidate)
    {
        // A type argument is reported where the user writes it, not in the generic type.
        bool isOfArgument = fallback is not null && !SymbolEqualityComparer.Default.Equals(TypeOf(candidate.Symbol.OriginalDefinition), candidate.Type);
        TypeLocation? location = (isOfArgument ? null : context.TypeLocationOf(candidate.Symbol, candidate.Type)) ?? fallback;
        string name = isOfArgument ? PathTo(candidate.Symbol) : NameOf(candidate.Symbol);
        shapes.Path = name;
        int? shape = ShapeOf(candidate, location, out ShapeParser.UnsupportedReason unsupported);
        shapes.Path = _path;
        if (shape is null)
            shapes.ReportUnsupported(unsupported, name, (candidate.Attributes.Json(KnownNames.JsonConverter) is { } converter ? context.LocationOf(converter) : null) ?? unsupported.In(location));
        return shape;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    /// <summary>A member's location: its own, or that of the member that leads to its type.</summary>
    private Location? LocationOf(ISymbol symbol) => context.LocationOf(symbol) ?? fallback?.Whole;

    /// <summary>The location of a member's name in JSON: the attribute that sets it, or else the member.</summary>
    private Location? LocationOfJsonName(MemberCandidate candidate) =>
        (candidate.Attributes.Json(KnownNames.JsonPropertyName) is { } name ? context.LocationOf(name, argument: null) : null) ?? LocationOf(candidate.Symbol);

    /// <summary>A member's name, with the path to it if it is reported at another member's location.</summary>
    private string NameOf(ISymbol symbol) => context.ReportsDiagnostics && context.LocationOf(symbol) is null ? PathTo(symbol) : symbol.Name;

    private string PathTo(ISymbol symbol) => _path.Length > 0 ? _path + "." + symbol.Name : symbol.Name;

    private void ReportUnsupportedAttribute(MemberCandidate candidate, AttributeData attribute)
    {
        const string Condition = "Condition";
        string name = AttributeExtensions.WithoutSuffix(attribute.AttributeClass!.Name) + (attribute.Named(Condition) is null ? "" : "(" + Condition + " = ...)");
        context.ReportError(Descriptors.UnsupportedAttribute, context.LocationOf(attribute, Condition) ?? LocationOf(candidate.Symbol), NameOf(candidate.Symbol), name);
    }

    /// <summary>Whether a member stores its value, instead of computing it from others.</summary>
    private bool StoresItsValue(ISymbol symbol) => context.LocationOf(symbol) is not null
        && (symbol is IFieldSymbol || symbol.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, symbol)));

    private void CollectUsageDiagnostics(MemberCandidate candidate)
    {
        context.UsageDiagnostics.Collect(candidate.Attributes);
        if (candidate.Symbol is not IPropertySymbol property)
            return;
        context.UsageDiagnostics.Collect(property.GetMethod?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty);
        context.UsageDiagnostics.Collect(property.SetMethod?.GetAttributes() ?? ImmutableArray<AttributeData>.Empty);
    }

    private static AttributeData? UnsupportedAttribute(MemberCandidate candidate)
    {
        ITypeSymbol type = candidate.Type;
        if (candidate.Ignore is IgnoreCondition.WhenWritingNull && !type.IsReferenceType && type.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T)
            return candidate.Attributes.Json(KnownNames.JsonIgnore);
        if (NumberHandlingParser.Of(candidate.Attributes) is not null && !NumberHandlingParser.AppliesTo(type))
            return candidate.Attributes.Json(KnownNames.JsonNumberHandling);
        if (candidate.Attributes.Json(KnownNames.JsonInclude) is { } include && MayHideAccessor(candidate.Symbol))
            return include;
        return candidate.Attributes.UnsupportedJsonAttribute();
    }

    /// <summary>Whether a property of another assembly may have an accessor that is not public, which the compiler does not show and <c>[JsonInclude]</c> may be meant for.</summary>
    private static bool MayHideAccessor(ISymbol symbol) =>
        symbol is IPropertySymbol { DeclaringSyntaxReferences.IsEmpty: true } property && (property.GetMethod is null || property.SetMethod is null);

    private string? ReasonAgainst(MemberCandidate candidate)
    {
        if (candidate.IsHidden)
            return "'" + type.DisplayName() + "' hides the member by another one";
        bool needsAccessor = candidate.Getter is Getter.Property or Getter.Field || candidate.Assignment is Assignment.NonPublicSetter or Assignment.NonPublicField;
        return needsAccessor && candidate.Symbol.ContainingType.IsGenericType ? "it is not public and in a generic type, where generated code cannot reach it" : null;
    }

    /// <summary>The member with <c>[JsonExtensionData]</c>.</summary>
    private MemberCandidate? ExtensionDataOf(List<MemberCandidate> candidates)
    {
        List<MemberCandidate> all = candidates.FindAll(candidate => candidate.IsExtensionData && !candidate.IsIgnored);
        foreach (MemberCandidate extensionData in all)
        {
            if (all.Count == 1 && extensionData.Getter is not Getter.None && extensionData.Assignment is not Assignment.None)
                return extensionData;
            ReportUnsupportedAttribute(extensionData, extensionData.Attributes.Json(KnownNames.JsonExtensionData)!);
        }

        return null;
    }

    private bool DisallowsUnmapped(MemberCandidate? extensionData)
    {
        const int Disallow = 1;
        bool isDisallowed = type.JsonAttribute(KnownNames.JsonUnmappedMemberHandling) is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is Disallow;
        if (isDisallowed && extensionData is not null)
            ReportUnsupportedAttribute(extensionData, extensionData.Attributes.Json(KnownNames.JsonExtensionData)!);
        return isDisallowed;
    }

    /// <summary>The names of ignored members, where unmapped names are not just skipped.</summary>
    private static IEnumerable<string> IgnoredNames(List<MemberCandidate> candidates, List<MemberSpec> members, bool matters) => !matters ? []
        : candidates.Where(candidate => candidate.IsIgnored && !members.Exists(member => string.Equals(member.JsonName, candidate.JsonName, StringComparison.OrdinalIgnoreCase)))
            .Select(candidate => candidate.JsonName);

    private int? ShapeOf(MemberCandidate candidate, TypeLocation? location, out ShapeParser.UnsupportedReason unsupported)
    {
        if (candidate.IsExtensionData)
            return shapes.ParseExtensionData(candidate.Type, out unsupported);
        if (candidate.Attributes.Json(KnownNames.JsonConverter) is { } converter)
            return shapes.ParseConverted(candidate.Type, converter, out unsupported);
        return (NumberHandlingParser.Of(candidate.Attributes) ?? _numbers) is { } form && NumberHandlingParser.AppliesTo(candidate.Type)
            ? shapes.ParseNumbers(candidate.Type, form, location, out unsupported)
            : shapes.Parse(candidate.Type, location, out unsupported);
    }

    /// <summary>C# requires a value for every required member, even one that is not in JSON, such as an override that is not public while its base is.</summary>
    private void CheckRequired(List<ISymbol> required, List<MemberCandidate> candidates, IParameterSymbol?[] parameters)
    {
        foreach (ISymbol symbol in required)
        {
            int index = candidates.FindIndex(candidate => SymbolEqualityComparer.Default.Equals(candidate.Symbol, symbol));
            if (index < 0 || candidates[index].IsIgnored || (parameters[index] is null && (candidates[index].Assignment is Assignment.None || candidates[index].Ignore is IgnoreCondition.WhenReading)))
                context.ReportError(Descriptors.RequiredButUnreachable, context.LocationOf(symbol) ?? LocationOfType, NameOf(symbol));
        }
    }

    private void CheckNames(List<MemberCandidate> candidates, DerivedTypeForm? derivedType)
    {
        foreach (MemberCandidate candidate in candidates)
        {
            if (candidate.BaseJsonName is { } other)
                context.ReportError(Descriptors.RenamedOverride, LocationOfJsonName(candidate), NameOf(candidate.Symbol), candidate.JsonName, other);
        }

        List<MemberCandidate> named = candidates.FindAll(candidate => !candidate.IsIgnored && !candidate.IsExtensionData);
        foreach (MemberCandidate candidate in named.Where(candidate => candidate.JsonName == derivedType?.DiscriminatorName))
            context.ReportError(Descriptors.DiscriminatorName, LocationOfJsonName(candidate), NameOf(candidate.Symbol), candidate.JsonName, type.DisplayName());
        for (int i = 1; i < named.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (!string.Equals(named[i].JsonName, named[j].JsonName, StringComparison.OrdinalIgnoreCase))
                    continue;
                context.ReportError(Descriptors.DuplicateJsonName, LocationOfJsonName(named[i]), NameOf(named[i].Symbol), named[j].Symbol.Name, named[i].JsonName);
                break;
            }
        }
    }
}
