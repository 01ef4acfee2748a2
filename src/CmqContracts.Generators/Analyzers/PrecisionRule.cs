using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Finds the numbers that readers with 64-bit floating-point numbers most likely round: identifiers of 64 bits, which use all their
/// digits, and numbers of 128 bits. Counters and amounts are far smaller, so they are not reported.
/// </summary>
internal static class PrecisionRule
{
    /// <summary>The value of <c>JsonNumberHandling.WriteAsString</c>.</summary>
    private const int WriteAsString = 2;

    public static bool IsBrokenBy(MemberCandidate member, INamedTypeSymbol type) => !member.IsIgnored
        && IsTooLarge(ScalarTypes.KindOf(member.Type.OrNullableValue()), member.Symbol.Name)
        && member.Symbol.JsonAttribute(KnownNames.JsonConverter) is null
        && !IsText(member.Symbol.JsonAttribute(KnownNames.JsonNumberHandling) ?? type.JsonAttribute(KnownNames.JsonNumberHandling));

    private static bool IsTooLarge(ScalarKind? kind, string name) => kind switch
    {
        ScalarKind.Int128 or ScalarKind.UInt128 => true,
        ScalarKind.Int64 or ScalarKind.UInt64 => IsIdentifier(name),
        _ => false,
    };

    /// <summary><c>Id</c>, <c>OrderId</c>, <c>orderID</c> and <c>order_id</c>, but not <c>Paid</c>.</summary>
    private static bool IsIdentifier(string name) =>
        name.EndsWith("Id", StringComparison.Ordinal)
        || name.EndsWith("ID", StringComparison.Ordinal)
        || name.EndsWith("_id", StringComparison.Ordinal)
        || name == "id";

    private static bool IsText(AttributeData? handling) =>
        handling is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is int value && (value & WriteAsString) != 0;
}
