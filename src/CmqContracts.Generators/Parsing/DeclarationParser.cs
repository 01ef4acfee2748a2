using System.Globalization;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads how the type with the attribute is declared: whether code can be added to it, and under which names.</summary>
internal static class DeclarationParser
{
    /// <summary>How much can be emitted for the declaration. Only the first error is reported.</summary>
    /// <param name="type">The type with the attribute.</param>
    /// <param name="bound">The message type that it binds; <see langword="null"/>: it is the message type itself.</param>
    /// <param name="context">Receives the diagnostics.</param>
    public static EmissionLevel Check(INamedTypeSymbol type, ITypeSymbol? bound, ParseContext context)
    {
        Location? location = context.LocationOf(type);
        string name = type.DisplayName();
        if (!TargetParser.SupportsStaticAbstracts(context.Compilation))
        {
            context.ReportError(Descriptors.LanguageVersion, location, name);
            return CanHaveClient(type, context.Cancellation) ? EmissionLevel.ClientOnly : EmissionLevel.None;
        }

        if (TargetParser.HiddenNamespace(context.Compilation) is { } hiding)
        {
            context.ReportError(Descriptors.HidesNamespace, context.LocationOf(hiding), hiding.Name);
            return EmissionLevel.None;
        }

        // The compiler reports the attribute on anything else.
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return EmissionLevel.None;

        if (SelfAndContainers(type).Any(t => t.Name.Length == 0) || !HasName(type.ContainingNamespace))
            return EmissionLevel.None;

        if (SelfAndContainers(type).Any(t => t.TypeParameters.Length > 0))
        {
            context.ReportError(Descriptors.Generic, location, name);
            return EmissionLevel.None;
        }

        if (SelfAndContainers(type).Any(t => t.IsFileLocal))
        {
            ReportUnsuitable("a file-local type", "code in generated files cannot name it, so remove 'file'");
            return EmissionLevel.None;
        }

        INamedTypeSymbol[] notPartial = SelfAndContainers(type).Skip(1).Where(t => !IsPartial(t, context.Cancellation)).ToArray();
        foreach (INamedTypeSymbol container in notPartial)
            context.ReportError(Descriptors.ContainerNotPartial, context.LocationOf(container), name, container.DisplayName());
        if (notPartial.Length > 0)
            return EmissionLevel.None;

        if (type.IsStatic || type.IsRefLikeType)
        {
            ReportUnsuitable(type.IsStatic ? "a static class" : "a ref struct", type.IsStatic ? "it has no instances to send, so remove 'static'" : "it cannot be kept in an object, so remove 'ref'");
            return EmissionLevel.None;
        }

        if (bound is null && type.IsAbstract && !Polymorphism.IsRequested(type))
        {
            ReportUnsuitable("abstract", "no instance of it can be created when a message is read, so remove 'abstract', or name the types that derive from it with [JsonDerivedType]");
            return IsPartial(type, context.Cancellation) ? EmissionLevel.Stub : EmissionLevel.ClientOnly;
        }

        if (!IsPartial(type, context.Cancellation))
        {
            context.ReportError(Descriptors.NotPartial, location, name);
            return EmissionLevel.ClientOnly;
        }

        if (bound is null && CollectionTypes.IsCollection(type) && type.JsonAttribute(KnownNames.JsonConverter) is null)
        {
            ReportUnsuitable("a collection", "it has no members in JSON, so use a record that contains it");
            return EmissionLevel.Stub;
        }

        return EmissionLevel.Full;

        void ReportUnsuitable(string kind, string fix)
        {
            if (bound is null)
                context.ReportError(Descriptors.NotAMessage, location, name, kind, fix);
            else
                context.ReportError(Descriptors.NotABinding, location, name, kind, bound.DisplayName());
        }
    }

    /// <summary>Whether a client can be emitted beside a type.</summary>
    private static bool CanHaveClient(INamedTypeSymbol type, CancellationToken cancellation) =>
        type is { TypeKind: TypeKind.Class or TypeKind.Struct, IsStatic: false, IsRefLikeType: false }
        && SelfAndContainers(type).All(t => t.TypeParameters.Length == 0 && !t.IsFileLocal)
        && SelfAndContainers(type).Skip(1).All(t => IsPartial(t, cancellation));

    /// <summary>The client of a type, unless its name is taken.</summary>
    /// <param name="type">The message type.</param>
    /// <param name="suffix">The suffix of the client's name.</param>
    /// <param name="context">Receives the diagnostics.</param>
    public static ClientSpec? Client(INamedTypeSymbol type, string suffix, ParseContext context)
    {
        string name = type.Name + suffix;
        ISymbol? taken = type.ContainingType is { } container ? FindMember(container, name) : FindInNamespace(type, name);
        if (taken is not null)
        {
            context.ReportError(Descriptors.ClientNameTaken, context.LocationOf(taken) ?? context.LocationOf(type), type.DisplayName(), name);
            return null;
        }

        return new ClientSpec(name, SyntaxFacts.GetText(ClientAccessibility(type)) + (HidesClient(type, suffix, context.Compilation) ? " new" : ""));
    }

    /// <summary>Whether the containing type of a message inherits a message of the same name, and so a client of the same name.</summary>
    private static bool HidesClient(INamedTypeSymbol type, string suffix, Compilation compilation)
    {
        for (INamedTypeSymbol? current = type.ContainingType?.BaseType; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            if (current.GetTypeMembers(type.Name, 0).Any(other => HasClient(other, suffix) && compilation.IsSymbolAccessibleWithin(other, type.ContainingType!)))
                return true;
        }

        return false;
    }

    private static bool HasClient(INamedTypeSymbol type, string suffix) =>
        ContractAttributes.Of(type) is { } attributes && (suffix == "Queue" ? attributes.Queue : attributes.Topic) is { } attribute && BindingParser.MessageOf(attribute) is null;

    private static ISymbol? FindInNamespace(INamedTypeSymbol type, string name) =>
        type.ContainingNamespace.GetMembers(name).FirstOrDefault(member =>
            member is INamespaceSymbol
            || (member is INamedTypeSymbol { Arity: 0 } other && SymbolEqualityComparer.Default.Equals(other.ContainingAssembly, type.ContainingAssembly) && !IsGenerated(other)));

    /// <summary>The member of a type that has the name of a client, or that the client would hide.</summary>
    private static ISymbol? FindMember(INamedTypeSymbol container, string name)
    {
        if (container.Name == name)
            return container;
        for (INamedTypeSymbol? current = container; current is not null; current = current.BaseType)
        {
            bool isBase = !ReferenceEquals(current, container);
            ISymbol? found = current.GetMembers(name).FirstOrDefault(member =>
                member is not INamedTypeSymbol { Arity: > 0 }
                && !(member is INamedTypeSymbol other && IsGenerated(other))
                && !(isBase && member.DeclaredAccessibility is Accessibility.Private));
            if (found is not null)
                return found;
        }

        return null;
    }

    /// <summary>The accessibility of the message type. A sealed type has no protected members.</summary>
    private static Accessibility ClientAccessibility(INamedTypeSymbol type) => type.ContainingType is { IsSealed: true }
        ? type.DeclaredAccessibility switch
        {
            Accessibility.Protected or Accessibility.ProtectedAndInternal => Accessibility.Private,
            Accessibility.ProtectedOrInternal => Accessibility.Internal,
            Accessibility other => other,
        }
        : type.DeclaredAccessibility;

    /// <summary>The declarations around a type, outermost first.</summary>
    public static EquatableArray<string> Containers(INamedTypeSymbol type) =>
        new(SelfAndContainers(type).Skip(1).Reverse().Select(Declaration));

    /// <summary>A partial declaration of a type.</summary>
    public static string Declaration(INamedTypeSymbol type)
    {
        string keyword = (type.IsRecord, type.TypeKind) switch
        {
            (true, TypeKind.Struct) => "record struct",
            (true, _) => "record",
            (_, TypeKind.Struct) => "struct",
            (_, TypeKind.Interface) => "interface",
            _ => "class",
        };
        return "partial " + keyword + " " + Identifiers.Escape(type.Name);
    }

    /// <summary>A name that no member of a type and its bases has.</summary>
    public static string FreeMemberName(INamedTypeSymbol type, string wanted)
    {
        // If a containing type is also a base type, the codec class that is generated there is inherited, and this compilation does not have it yet.
        if (SelfAndContainers(type).Skip(1).Any(container => Inherits(type, container)))
            wanted += SelfAndContainers(type).Count().ToString(CultureInfo.InvariantCulture);
        while (type.Name == wanted || HasMember(type, wanted))
            wanted += "_";
        return wanted;
    }

    private static bool Inherits(INamedTypeSymbol type, INamedTypeSymbol container)
    {
        for (INamedTypeSymbol? current = type.BaseType; current is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, container))
                return true;
        }

        return false;
    }

    private static bool HasMember(INamedTypeSymbol type, string name)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers(name).Any(member => !(member is INamedTypeSymbol other && IsGenerated(other))))
                return true;
        }

        return false;
    }

    /// <summary>Whether a namespace's name is complete.</summary>
    private static bool HasName(INamespaceSymbol space) => space.IsGlobalNamespace || (space.Name.Length > 0 && HasName(space.ContainingNamespace));

    public static string NamespaceName(INamespaceSymbol space) =>
        string.Join(".", space.ToDisplayParts().Where(part => part.Symbol is INamespaceSymbol { IsGlobalNamespace: false }).Select(part => Identifiers.Escape(part.Symbol!.Name)));

    private static IEnumerable<INamedTypeSymbol> SelfAndContainers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
            yield return current;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.Any(reference =>
            reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    /// <summary>Whether the generator emitted a type: the analyzer sees those, the generator itself does not.</summary>
    private static bool IsGenerated(INamedTypeSymbol type) =>
        type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "GeneratedCodeAttribute" && attribute.FirstText() == GeneratedNames.Tool);
}
