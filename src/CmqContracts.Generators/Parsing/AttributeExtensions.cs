using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads names, arguments and locations of attributes.</summary>
internal static class AttributeExtensions
{
    private const string Suffix = "Attribute";

    /// <summary>Whether all arguments could be read. If not, the compiler reports why.</summary>
    public static bool IsComplete(this AttributeData attribute) =>
        attribute.AttributeConstructor is not null
        && attribute.ConstructorArguments.All(IsComplete)
        && attribute.NamedArguments.All(argument => IsComplete(argument.Value));

    /// <summary>The name of an attribute's class as users write it in brackets.</summary>
    public static string WithoutSuffix(string name) => name.EndsWith(Suffix, StringComparison.Ordinal) ? name.Substring(0, name.Length - Suffix.Length) : name;

    /// <summary>The location of an attribute; <see langword="null"/>: it is in another assembly.</summary>
    public static Location? GetLocation(this AttributeData attribute, CancellationToken cancellation) => attribute.ApplicationSyntaxReference?.GetSyntax(cancellation).GetLocation();

    /// <summary>The location of an argument's value, or of the attribute if it has no such argument.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="argument">The argument's name; <see langword="null"/>: the first positional one.</param>
    /// <param name="cancellation">Ends the search.</param>
    public static Location? GetLocation(this AttributeData attribute, string? argument, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax)
            return null;
        foreach (AttributeArgumentSyntax candidate in syntax.ArgumentList?.Arguments ?? default)
        {
            if (candidate.NameEquals?.Name.Identifier.ValueText == argument)
                return candidate.Expression.GetLocation();
        }

        return syntax.GetLocation();
    }

    private static bool IsComplete(TypedConstant value) =>
        value.Kind is not TypedConstantKind.Error && (value.Kind is not TypedConstantKind.Array || value.IsNull || value.Values.All(IsComplete));
}
