using CmqContracts.Generators.Analyzers;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the members of a type as <c>System.Text.Json</c> sees them, and how an object of it is made.</summary>
internal sealed class ObjectParser(INamedTypeSymbol type, ShapeParser shapes, ParseContext context, Location? fallback)
{
    public ObjectShape Parse()
    {
        if (ErrorTypes.IsInBasesOf(type))
            context.BlockSilently();
        IMethodSymbol? constructor = ConstructorChoice.Of(type);
        context.Advice.Look(constructor);
        if (constructor is null)
            context.Block(Descriptors.NoConstructor, context.LocationOf(type) ?? fallback, type.DisplayName());
        bool setsRequired = constructor?.HasNullabilityAttribute("SetsRequiredMembersAttribute") ?? false;

        List<Candidate> candidates = MemberCandidates.Of(type);
        IParameterSymbol?[] parameters = candidates.ConvertAll(candidate => ParameterOf(constructor, candidate)).ToArray();
        List<MemberSpec> members = new();
        Dictionary<string, int> indexes = new(StringComparer.Ordinal);
        for (int i = 0; i < candidates.Count; i++)
        {
            if (!candidates[i].IsIgnored && ParseMember(candidates[i], parameters[i], setsRequired) is { } member)
            {
                indexes[candidates[i].Symbol.Name] = members.Count;
                members.Add(member);
            }
        }

        CheckNames(candidates);
        if (!setsRequired)
            CheckRequired(candidates, parameters);
        return new ObjectShape(
            type.ToRef(),
            type.DisplayName(),
            new EquatableArray<MemberSpec>(members),
            new EquatableArray<ArgumentSpec>(Arguments(constructor, candidates, parameters, indexes)),
            setsRequired);
    }

    private MemberSpec? ParseMember(Candidate candidate, IParameterSymbol? parameter, bool setsRequired)
    {
        ISymbol symbol = candidate.Symbol;
        Location? location = context.LocationOf(symbol) ?? fallback;
        if ((candidate.Uncovered ?? symbol.UncoveredJsonAttribute(candidate.Type)) is { } attribute)
        {
            context.Block(Descriptors.UncoveredAttribute, location, symbol.Name, attribute);
            return null;
        }

        if (symbol.ContainingType.GetMembers(symbol.Name).Length > 1)
        {
            // Two members of one name: the compiler refuses that.
            context.BlockSilently();
            return null;
        }

        if (candidate.IsHidden)
        {
            context.Block(Descriptors.UnsupportedMember, location, symbol.Name, candidate.Type.DisplayName(), "'" + type.DisplayName() + "' hides the member by another one");
            return null;
        }

        if (ShapeOf(candidate, location, out ShapeParser.Refusal refusal) is not { } shape)
        {
            if (refusal.IsReported)
                context.BlockSilently();
            else
                context.Block(Descriptors.UnsupportedMember, location, symbol.Name, refusal.Type, refusal.Reason);
            return null;
        }

        context.Advice.Look(symbol);
        if (symbol is IPropertySymbol property)
        {
            context.Advice.Look(property.GetMethod);
            context.Advice.Look(property.SetMethod);
        }

        bool requiredByCSharp = symbol is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true };
        return new MemberSpec(
            SymbolExtensions.Escape(symbol.Name),
            candidate.JsonName,
            shape,
            candidate.CanGet,
            parameter is not null ? Assignment.Constructor : candidate.Assignment,
            (requiredByCSharp && !setsRequired) || symbol.JsonAttribute(KnownNames.JsonRequired) is not null || parameter is { HasExplicitDefaultValue: false },
            requiredByCSharp && !setsRequired,
            Nullability.AllowsGet(symbol, candidate.Type),
            candidate.OmitsDefault,
            parameter is not null ? Nullability.AllowsSet(parameter, parameter.Type) : Nullability.AllowsSet(symbol, candidate.Type),
            symbol.ContainingType.ToRef());
    }

    private int? ShapeOf(Candidate candidate, Location? location, out ShapeParser.Refusal refusal) => EnumNames.AreAskedFor(candidate.Symbol, candidate.Type)
        ? shapes.ParseNamedEnum(candidate.Type, out refusal)
        : shapes.Parse(candidate.Type, location, out refusal);

    /// <summary>C# demands a value for every required member, also for those that JSON does not have.</summary>
    private void CheckRequired(List<Candidate> candidates, IParameterSymbol?[] parameters)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            foreach (ISymbol symbol in current.GetMembers())
            {
                if (symbol is not (IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }) || !seen.Add(symbol.Name))
                    continue;
                int index = candidates.FindIndex(candidate => candidate.Symbol.Name == symbol.Name);
                if (index < 0 || candidates[index].IsIgnored || (parameters[index] is null && candidates[index].Assignment is Assignment.None))
                    context.Block(Descriptors.RequiredButUnreachable, context.LocationOf(symbol) ?? context.LocationOf(type) ?? fallback, symbol.Name);
            }
        }
    }

    private void CheckNames(List<Candidate> candidates)
    {
        Dictionary<string, Candidate> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (Candidate candidate in candidates)
        {
            if (candidate.IsIgnored)
                continue;
            if (names.TryGetValue(candidate.JsonName, out Candidate? other))
                context.Block(Descriptors.DuplicateJsonName, context.LocationOf(candidate.Symbol) ?? fallback, candidate.Symbol.Name, other.Symbol.Name, candidate.JsonName);
            else
                names.Add(candidate.JsonName, candidate);
        }
    }

    private static IParameterSymbol? ParameterOf(IMethodSymbol? constructor, Candidate candidate) =>
        ParameterOf(constructor, candidate, StringComparison.Ordinal) ?? ParameterOf(constructor, candidate, StringComparison.OrdinalIgnoreCase);

    private static IParameterSymbol? ParameterOf(IMethodSymbol? constructor, Candidate candidate, StringComparison comparison) =>
        constructor?.Parameters.FirstOrDefault(parameter =>
            string.Equals(parameter.Name, candidate.Symbol.Name, comparison)
            && SymbolEqualityComparer.Default.Equals(parameter.Type, candidate.Type));

    private List<ArgumentSpec> Arguments(IMethodSymbol? constructor, List<Candidate> candidates, IParameterSymbol?[] bound, Dictionary<string, int> members)
    {
        List<ArgumentSpec> arguments = new();
        if (constructor is null)
            return arguments;
        foreach (IParameterSymbol parameter in constructor.Parameters)
        {
            int candidate = Array.FindIndex(bound, found => SymbolEqualityComparer.Default.Equals(found, parameter));
            if (ErrorTypes.IsIn(parameter.Type))
            {
                context.BlockSilently();
                continue;
            }

            if (candidate < 0 || parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                context.Block(Descriptors.UnboundParameter, context.LocationOf(parameter) ?? context.LocationOf(type) ?? fallback, parameter.Name, type.DisplayName());
                continue;
            }

            int member = members.TryGetValue(candidates[candidate].Symbol.Name, out int index) ? index : -1;
            arguments.Add(new ArgumentSpec(member, parameter.Type.FullName(), DefaultValueText.Of(parameter)));
        }

        return arguments;
    }
}
