using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Explains why a type has no form in JSON, and which type to use instead.</summary>
internal static class UnsupportedTypes
{
    /// <summary>Why a type has no form in JSON, as a clause of a message.</summary>
    public static string Why(ITypeSymbol type)
    {
        if (type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer || type.SpecialType is SpecialType.System_IntPtr or SpecialType.System_UIntPtr)
            return "an address has no meaning in another process; use the value itself, or long for a number";
        if (type.TypeKind is TypeKind.Delegate)
            return "a delegate is code, not data; use a value that selects it, such as an enum";
        if (type.TypeKind is TypeKind.Dynamic)
            return "dynamic does not say what it contains; use JsonElement";
        if (type.IsTupleType)
            return "the items of a tuple have no names in JSON; use a record";
        if (type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", Arity: 1 } span)
            return "a span cannot be stored in an object; use " + ArrayOf(span);
        if (type.IsRefLikeType)
            return "a ref struct cannot be stored in an object; use a record or class";
        if (type is INamedTypeSymbol { Name: "Memory" or "ReadOnlyMemory", Arity: 1 } memory)
            return "only memory of bytes has a form in JSON; use " + ArrayOf(memory);
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (InNamespace(current, "System", "Type"))
                return "a .NET type is known only to this program; use a string that names it";
            if (InNamespace(current, "IO", "Stream"))
                return "a stream can be read only once, and its length is not known in advance; use byte[]";
            if (InNamespace(current, "System", "Exception"))
                return "an exception contains more than data; use a record with the relevant parts, such as its message";
            if (InNamespace(current, "Tasks", "Task"))
                return "a task is not its result; use the type of the result";
        }

        return "it is not one of the supported types";
    }

    private static string ArrayOf(INamedTypeSymbol type) => type.TypeArguments[0].DisplayName() + "[]";

    private static bool InNamespace(ITypeSymbol type, string space, string name) => type.Name == name && type.ContainingNamespace?.Name == space;
}
