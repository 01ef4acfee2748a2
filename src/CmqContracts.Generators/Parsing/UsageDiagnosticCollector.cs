using System.Collections.Immutable;
using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CmqContracts.Generators.Parsing;

/// <summary>Collects what the compiler reports where obsolete or experimental symbols are used.</summary>
internal sealed class UsageDiagnosticCollector
{
    private SortedSet<string>? _warnings;
    private bool _isObsoleteError;

    /// <summary>The result, for a message.</summary>
    public UsageDiagnostics For(INamedTypeSymbol message) =>
        new(_warnings is null ? default : new EquatableArray<string>(_warnings), _isObsoleteError, FindObsolete(message) is { } attribute ? Text(attribute) : null);

    /// <summary>Whether code that is not obsolete itself may not name a type.</summary>
    public static bool IsObsoleteError(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return IsObsoleteError(array.ElementType);
        for (INamedTypeSymbol? current = type as INamedTypeSymbol; current is not null; current = current.ContainingType)
        {
            if ((FindObsolete(current) is { } attribute && IsError(attribute)) || current.TypeArguments.Any(IsObsoleteError))
                return true;
        }

        return false;
    }

    /// <summary>Whether the code of a type is obsolete, so that it may use obsolete types.</summary>
    public static bool IsObsolete(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (FindObsolete(current) is not null)
                return true;
        }

        return false;
    }

    /// <summary>Collects from a symbol that generated code uses, and from the types that its name contains.</summary>
    public void Collect(ISymbol? symbol)
    {
        if (symbol is IArrayTypeSymbol array)
            Collect(array.ElementType);
        for (ISymbol? current = symbol; current is not null and not INamespaceSymbol; current = current.ContainingType)
        {
            Collect(current.GetAttributes());
            if (current is not INamedTypeSymbol { TypeArguments.IsEmpty: false } generic)
                continue;
            foreach (ITypeSymbol argument in generic.TypeArguments.Where(argument => argument is not ITypeParameterSymbol))
                Collect(argument);
        }
    }

    /// <summary>Collects from the attributes of a symbol that generated code uses, whose type was collected already.</summary>
    public void Collect(ImmutableArray<AttributeData> attributes)
    {
        foreach (AttributeData attribute in attributes)
            Collect(attribute);
    }

    private void Collect(AttributeData attribute)
    {
        if (IsObsolete(attribute))
        {
            _isObsoleteError |= IsError(attribute);
            if (attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "DiagnosticId").Value.Value is string id)
                Add(id);
        }
        else if (attribute.AttributeClass is { Name: "ExperimentalAttribute" } type && type.ContainingNamespace.ToDisplayString() == "System.Diagnostics.CodeAnalysis" && attribute.FirstText() is { } experiment)
        {
            Add(experiment);
        }
    }

    /// <summary>An id that is not an identifier cannot be named by a pragma.</summary>
    private void Add(string id)
    {
        if (SyntaxFacts.IsValidIdentifier(id))
            (_warnings ??= new SortedSet<string>(StringComparer.Ordinal)).Add(id);
    }

    private static AttributeData? FindObsolete(ISymbol symbol) => symbol.GetAttributes().FirstOrDefault(IsObsolete);

    private static bool IsObsolete(AttributeData attribute) =>
        attribute.AttributeClass is { Name: "ObsoleteAttribute" } type && type.MetadataFullName() == "System.ObsoleteAttribute";

    private static bool IsError(AttributeData attribute) =>
        attribute.ConstructorArguments.Any(argument => argument.Value is true);

    private static string Text(AttributeData attribute)
    {
        IEnumerable<string> arguments = attribute.ConstructorArguments.Select(Constant)
            .Concat(attribute.NamedArguments.Select(argument => argument.Key + " = " + Constant(argument.Value)));
        string list = string.Join(", ", arguments);
        return "[global::System.Obsolete" + (list.Length == 0 ? "" : "(" + list + ")") + "]";
    }

    private static string Constant(TypedConstant constant) => constant.Kind == TypedConstantKind.Primitive && !constant.IsNull
        ? SymbolDisplay.FormatPrimitive(constant.Value!, quoteStrings: true, useHexadecimalNumbers: false)!
        : "null";
}
