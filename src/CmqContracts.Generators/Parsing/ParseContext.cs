using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>
/// What a parse needs besides the type: the compilation it is seen from, and somebody to tell what is wrong. The analyzer
/// listens; the generator only asks afterwards whether anything was.
/// </summary>
internal sealed class ParseContext(Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>What was said: a member that several types inherit is looked at for each of them.</summary>
    private readonly HashSet<(string Rule, Location? Location, object? Member)> _reported = new();

    public Compilation Compilation { get; } = compilation;

    /// <summary>What the compiler says about the use of what was parsed.</summary>
    public UsageDiagnosticCollector UsageDiagnostics { get; } = new();

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether something was found that generated code cannot be made for.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Says that something cannot be generated.</summary>
    public void ReportError(DiagnosticDescriptor rule, Location? location, params object[] arguments)
    {
        IsInvalid = true;
        if (report is not null && _reported.Add((rule.Id, location, arguments.FirstOrDefault())))
            report(rule.At(location, arguments));
    }

    /// <summary>Whether somebody listens, so that looking for advice is worth the time.</summary>
    public bool ReportsDiagnostics => report is not null;

    /// <summary>Whether parsing reads what only the schema needs: limits, and the names of enums that are written as numbers. Emission does without, and the generator parses on every edit.</summary>
    public bool ReadsSchema => report is not null;

    /// <summary>Says what is likely not meant so, although it can be generated.</summary>
    public void ReportWarning(DiagnosticDescriptor rule, Location? location, params object[] arguments) => report?.Invoke(rule.At(location, arguments));

    /// <summary>Remembers that code cannot be generated, for a reason that the compiler reports.</summary>
    public void MarkInvalid() => IsInvalid = true;

    /// <summary>Where a symbol is declared in this compilation, if somebody listens who would be told of it.</summary>
    public Location? LocationOf(ISymbol symbol)
    {
        if (report is null)
            return null;
        foreach (Location location in symbol.Locations)
        {
            if (location.SourceTree is { } tree && Compilation.ContainsSyntaxTree(tree))
                return location;
        }

        return null;
    }

    /// <summary>Where an attribute stands in this compilation, if somebody listens.</summary>
    public Location? LocationOf(AttributeData attribute) => IsReportable(attribute) ? attribute.GetLocation(Cancellation) : null;

    /// <summary>Where the value of an attribute's argument stands in this compilation, if somebody listens; without the argument, the attribute.</summary>
    public Location? LocationOf(AttributeData attribute, string? argument) => IsReportable(attribute) ? attribute.GetLocation(argument, Cancellation) : null;

    /// <summary>Where a property or field of this compilation names its type, if somebody listens.</summary>
    public TypeLocation? TypeLocationOf(ISymbol member, ITypeSymbol type)
    {
        if (LocationOf(member) is not { } name)
            return null;
        TypeSyntax? syntax = member.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(Cancellation)).FirstOrDefault() switch
        {
            PropertyDeclarationSyntax property => property.Type,
            ParameterSyntax parameter => parameter.Type,
            VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax variable } => variable.Type,
            _ => null,
        };
        return new TypeLocation(name, syntax, type);
    }

    private bool IsReportable(AttributeData attribute) =>
        report is not null && attribute.ApplicationSyntaxReference is { } reference && Compilation.ContainsSyntaxTree(reference.SyntaxTree);
}
