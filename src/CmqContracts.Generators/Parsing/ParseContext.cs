using CmqContracts.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>
/// What parsing needs besides the type: the compilation, and a receiver of diagnostics. The analyzer reports them; the generator passes no
/// receiver, and only checks afterwards whether the contract is valid.
/// </summary>
internal sealed class ParseContext(Compilation compilation, Action<Diagnostic>? report, CancellationToken cancellation)
{
    /// <summary>The diagnostics that were reported: a member that several types inherit is parsed for each of them.</summary>
    private readonly HashSet<(string Rule, Location? Location, object? Member)> _reported = new();

    public Compilation Compilation { get; } = compilation;

    /// <summary>What the compiler reports where the parsed types and members are used.</summary>
    public UsageDiagnosticCollector UsageDiagnostics { get; } = new();

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether an error was found, so that no code can be generated.</summary>
    public bool IsInvalid { get; private set; }

    /// <summary>Reports that something cannot be generated.</summary>
    public void ReportError(DiagnosticDescriptor rule, Location? location, params object[] arguments)
    {
        IsInvalid = true;
        if (report is not null && _reported.Add((rule.Id, location, arguments.FirstOrDefault())))
            report(rule.At(location, arguments));
    }

    /// <summary>Whether diagnostics are reported. If not, what they need is not computed.</summary>
    public bool ReportsDiagnostics => report is not null;

    /// <summary>Whether parsing reads what only the schema needs: limits, and the names of enums that are written as numbers. Emission does not need it, and the generator parses on every edit, so it does not read it.</summary>
    public bool ReadsSchema => report is not null;

    /// <summary>Reports what can be generated, but is probably a mistake.</summary>
    public void ReportWarning(DiagnosticDescriptor rule, Location? location, params object[] arguments) => report?.Invoke(rule.At(location, arguments));

    /// <summary>Records that code cannot be generated, for a reason that is reported elsewhere: by the compiler, or by another rule.</summary>
    public void MarkInvalid() => IsInvalid = true;

    /// <summary>Where a symbol is declared in this compilation; <see langword="null"/>: elsewhere, or diagnostics are not reported.</summary>
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

    /// <summary>The location of an attribute in this compilation, if diagnostics are reported.</summary>
    public Location? LocationOf(AttributeData attribute) => IsReportable(attribute) ? attribute.GetLocation(Cancellation) : null;

    /// <summary>The location of an attribute's argument in this compilation, if diagnostics are reported; without the argument, that of the attribute.</summary>
    public Location? LocationOf(AttributeData attribute, string? argument) => IsReportable(attribute) ? attribute.GetLocation(argument, Cancellation) : null;

    /// <summary>Where a property or field of this compilation names its type, if diagnostics are reported.</summary>
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
