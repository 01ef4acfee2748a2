using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers;

/// <summary>Reads durations that are written with constants: <c>TimeSpan.FromMinutes(10)</c>, <c>new TimeSpan(1, 0, 0)</c>.</summary>
internal static class ConstantTimeSpan
{
    /// <summary>The duration in seconds; <see langword="null"/>: it is not known before the program runs.</summary>
    public static double? Seconds(IOperation value) => value switch
    {
        IConversionOperation { OperatorMethod: null } conversion => Seconds(conversion.Operand),
        IInvocationOperation { TargetMethod: { IsStatic: true } method } call when IsTimeSpan(method.ContainingType) && method.Name.StartsWith("From", StringComparison.Ordinal) =>
            Sum(call.Arguments, method.Name.Substring("From".Length)),
        IObjectCreationOperation creation when IsTimeSpan(creation.Type) => Sum(creation.Arguments, null),
        _ => null,
    };

    private static bool IsTimeSpan(ITypeSymbol? type) => type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>The sum of the arguments in seconds, each in the unit that its parameter's name states; <see langword="null"/>: an argument is not a constant.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="unitOfValue">The unit of a parameter that is named <c>value</c>.</param>
    private static double? Sum(IEnumerable<IArgumentOperation> arguments, string? unitOfValue)
    {
        double sum = 0;
        foreach (IArgumentOperation argument in arguments)
        {
            string? unit = argument.Parameter?.Name is "value" ? unitOfValue : argument.Parameter?.Name;
            if (Number(argument.Value) is not { } number || SecondsOf(unit) is not { } seconds)
                return null;
            sum += number * seconds;
        }

        return sum;
    }

    private static double? Number(IOperation value) => value.ConstantValue is { HasValue: true, Value: { } constant } ? constant switch
    {
        int number => number,
        long number => number,
        double number => number,
        _ => null,
    } : null;

    private static double? SecondsOf(string? unit) => unit?.ToLowerInvariant() switch
    {
        "days" => 86_400,
        "hours" => 3_600,
        "minutes" => 60,
        "seconds" => 1,
        "milliseconds" => 0.001,
        "microseconds" => 0.000_001,
        "ticks" => 0.000_000_1,
        _ => null,
    };
}
