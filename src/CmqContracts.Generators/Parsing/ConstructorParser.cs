using System.Collections.Immutable;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads how generated code calls the constructor of a type.</summary>
/// <param name="type">The type.</param>
/// <param name="codecOwner">The type that the codec is nested in, from where generated code calls it.</param>
/// <param name="context">Receives the diagnostics.</param>
/// <param name="fallback">Where the user names the type, in case it is declared in another assembly.</param>
internal sealed class ConstructorParser(INamedTypeSymbol type, INamedTypeSymbol codecOwner, ParseContext context, TypeLocation? fallback)
{
    /// <summary>How a constructor is called.</summary>
    public Construction By(IMethodSymbol? constructor)
    {
        if (constructor is null)
            return Construction.None;
        if (constructor.DeclaredAccessibility is Accessibility.Public || SymbolEqualityComparer.Default.Equals(type, codecOwner))
            return Construction.Direct;
        if (constructor.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedOrInternal && context.Compilation.IsSymbolAccessibleWithin(constructor, codecOwner))
            return Construction.Direct;
        if (type.IsGenericType)
            context.ReportError(Descriptors.NoConstructor, context.LocationOf(type) ?? fallback?.Of(type), type.DisplayName(), ConstructorChoice.WhyNone(type));
        return Construction.Accessor;
    }

    /// <summary>The parameter that takes a member's value.</summary>
    public static IParameterSymbol? ParameterOf(IMethodSymbol? constructor, MemberCandidate candidate) =>
        ParameterOf(constructor, candidate, StringComparison.Ordinal) ?? ParameterOf(constructor, candidate, StringComparison.OrdinalIgnoreCase);

    private static IParameterSymbol? ParameterOf(IMethodSymbol? constructor, MemberCandidate candidate, StringComparison comparison)
    {
        foreach (IParameterSymbol parameter in constructor?.Parameters ?? ImmutableArray<IParameterSymbol>.Empty)
        {
            if (string.Equals(parameter.Name, candidate.Symbol.Name, comparison) && SymbolEqualityComparer.Default.Equals(parameter.Type, candidate.Type))
                return parameter;
        }

        return null;
    }

    /// <summary>The arguments of the constructor.</summary>
    /// <param name="constructor">The constructor.</param>
    /// <param name="bound">For each candidate the parameter that takes its value.</param>
    /// <param name="members">For each candidate the member that it has become.</param>
    public List<ArgumentSpec> Arguments(IMethodSymbol? constructor, IParameterSymbol?[] bound, int[] members)
    {
        List<ArgumentSpec> arguments = new();
        if (constructor is null)
            return arguments;
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            int candidate = Array.FindIndex(bound, found => SymbolEqualityComparer.Default.Equals(found, parameter));
            if (ErrorTypes.IsIn(parameter.Type))
            {
                context.MarkInvalid();
                continue;
            }

            if (candidate < 0 || parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                context.ReportError(Descriptors.UnboundParameter, context.LocationOf(parameter) ?? fallback?.Of(type), parameter.Name, type.DisplayName());
                continue;
            }

            int member = members[candidate];
            arguments.Add(new ArgumentSpec(member, member < 0 ? parameter.Type.FullName() : null, DefaultValueText.Of(parameter)));
        }

        return arguments;
    }
}
