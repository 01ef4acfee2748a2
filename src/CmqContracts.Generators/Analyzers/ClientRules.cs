using System.Text;
using CmqContracts.Generators.Diagnostics;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Checks that the types for which a client is requested have a contract. The compiler names only a missing interface, which users do not write.</summary>
internal static class ClientRules
{
    public static Diagnostic? Check(GenericNameSyntax name, SemanticModel model, ContractIndex index, CmqLimits limits, CancellationToken cancellation)
    {
        if (ClientKind.OfMethod(name.Identifier.ValueText) is not { } kind
            || !IsOfClient(model.GetSymbolInfo(name, cancellation))
            || model.Compilation.GetTypeByMetadataName(kind.Interface) is not { } contract)
        {
            return null;
        }

        // The message type, and last the type that has its contract: a binding, or the message type itself.
        SeparatedSyntaxList<TypeSyntax> arguments = name.TypeArgumentList.Arguments;
        TypeSyntax place = arguments[arguments.Count - 1];
        if (arguments.Count > 2
            || model.GetTypeInfo(arguments[0], cancellation).Type is not { } message || ErrorTypes.IsIn(message)
            || model.GetTypeInfo(place, cancellation).Type is not { } type || ErrorTypes.IsIn(type)
            || model.Compilation.ClassifyCommonConversion(type, contract.Construct(message)).IsImplicit)
        {
            return null;
        }

        bool isBinding = arguments.Count == 2;
        string method = name.Identifier.ValueText;
        string attribute = isBinding ? $"[{kind.Attribute}<{message.DisplayName()}>(\"...\")]" : $"[{kind.Attribute}(\"...\")]";
        string? suggestion = null;
        string remedy;
        if (ContractOf(type, kind) is { } declared)
        {
            // Another rule reports why the declared contract is not generated.
            if (SymbolEqualityComparer.Default.Equals(declared, message))
                return null;
            remedy = $"it binds '{declared.DisplayName()}', so ask for '{method}<{declared.DisplayName()}, {type.DisplayName()}>'";
        }
        else if (type is ITypeParameterSymbol)
        {
            remedy = $"add the constraint 'where {type.Name} : {contract.Name}<{message.DisplayName()}>'";
        }
        else if (index.OfMessage(message, cancellation).FirstOrDefault(kind.IsIn) is { } bound)
        {
            remedy = $"ask for it with its binding, as '{method}<{message.DisplayName()}, {bound.Type.DisplayName()}>'";
        }
        else if (CanHaveAttribute(type, model.Compilation))
        {
            suggestion = NameFor(type, kind, limits);
            remedy = $"add {attribute} and 'partial' to it";
        }
        else
        {
            remedy = $"add [{kind.Attribute}<{message.DisplayName()}>(\"...\")] to a partial class, and ask for '{method}<{message.DisplayName()}, ThatClass>'";
        }

        string subject = isBinding ? $"'{type.DisplayName()}' binds '{message.DisplayName()}' to no {kind.Noun}" : $"'{type.DisplayName()}' has no {kind.Noun}";
        return Descriptors.ClientWithoutContract.At(place.GetLocation(), DiagnosticProperties.Of(suggestion), subject, remedy);
    }

    /// <summary>Whether a name is that of a method that returns or registers clients, even if its constraints are not met.</summary>
    private static bool IsOfClient(SymbolInfo found) =>
        (found.Symbol ?? found.CandidateSymbols.FirstOrDefault()) is IMethodSymbol { ContainingType: { } owner } && owner.MetadataFullName() is KnownNames.Client or KnownNames.Builder;

    /// <summary>The message type that the attributes of a type are for; <see langword="null"/>: it has none of this kind.</summary>
    private static ITypeSymbol? ContractOf(ITypeSymbol type, ClientKind kind) =>
        type is INamedTypeSymbol named && ContractAttributes.Of(named) is { } attributes && (kind.IsTopic ? attributes.Topic : attributes.Queue) is { } attribute
            ? BindingParser.MessageOf(attribute) ?? type
            : null;

    /// <summary>Whether the type is one of this compilation that the generator can generate a contract for.</summary>
    public static bool CanHaveAttribute(ITypeSymbol type, Compilation compilation) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false, IsFileLocal: false } named
        && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly)
        && !IsGeneric(named);

    private static bool IsGeneric(INamedTypeSymbol type) => type.Arity > 0 || (type.ContainingType is { } outer && IsGeneric(outer));

    /// <summary>A name for the queue or topic of a type, derived from the type's name.</summary>
    public static string NameFor(ITypeSymbol type, ClientKind kind, CmqLimits limits) => NearestName.Of(KebabCase(type.Name), limits) ?? kind.Noun;

    private static string KebabCase(string name)
    {
        StringBuilder text = new();
        for (int i = 0; i < name.Length; i++)
        {
            bool isWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (isWord)
                text.Append('-');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
