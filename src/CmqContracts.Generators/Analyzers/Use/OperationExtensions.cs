using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>Looks through conversions and awaits, and classifies operations.</summary>
internal static class OperationExtensions
{
    public static IOperation WithoutConversions(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>The call that is awaited or enumerated, without <c>ConfigureAwait</c> and <c>WithCancellation</c> around it.</summary>
    public static IInvocationOperation? Configured(this IOperation operation)
    {
        while (operation.WithoutConversions() is IInvocationOperation call)
        {
            if (call.TargetMethod.Name is not ("ConfigureAwait" or "WithCancellation"))
                return call;
            if ((call.Instance ?? call.Arguments.FirstOrDefault()?.Value) is not { } configured)
                return null;
            operation = configured;
        }

        return null;
    }

    public static bool IsNull(this IOperation operation) => operation.WithoutConversions().ConstantValue is { HasValue: true, Value: null };

    /// <summary>Whether a type or method belongs to .NET.</summary>
    public static bool IsOfPlatform(this ISymbol symbol)
    {
        INamespaceSymbol? space = symbol.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space?.Name == "System";
    }
}
