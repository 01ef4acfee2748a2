using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CmqContracts.Generators.Analyzers.Use;

/// <summary>What a condition implies about whether a variable has a message.</summary>
/// <param name="WhenTrue">If the condition is true, whether there is a message; <see langword="null"/>: unknown.</param>
/// <param name="WhenFalse">If the condition is false, whether there is a message; <see langword="null"/>: unknown.</param>
internal readonly record struct NullTest(bool? WhenTrue, bool? WhenFalse)
{
    /// <summary>Reads a condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="isMessage">Whether an operation is the variable, or assigns it.</param>
    public static NullTest Of(IOperation condition, Func<IOperation, bool> isMessage) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Of(not.Operand, isMessage).Negated,
        IIsNullOperation test when isMessage(test.Operand) => new(false, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equal when IsAgainstNull(equal, isMessage) => new(false, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs when IsAgainstNull(differs, isMessage) => new(true, false),
        IIsTypeOperation test when isMessage(test.ValueOperand) => new(true, false),
        IIsPatternOperation test when isMessage(test) => Of(test.Pattern).Assigned,
        IIsPatternOperation test when isMessage(test.Value) => Of(test.Pattern),
        _ => default,
    };

    private NullTest Negated => new(WhenFalse, WhenTrue);

    /// <summary>A variable that a pattern declares has no message when the pattern does not match.</summary>
    private NullTest Assigned => new(WhenTrue ?? !WhenFalse, WhenFalse ?? !WhenTrue);

    public static bool IsAgainstNull(IBinaryOperation comparison, Func<IOperation, bool> isMessage) =>
        (isMessage(comparison.LeftOperand) && comparison.RightOperand.IsNull()) || (isMessage(comparison.RightOperand) && comparison.LeftOperand.IsNull());

    private static NullTest Of(IPatternOperation pattern) => pattern switch
    {
        IConstantPatternOperation constant when constant.Value.IsNull() => new(false, true),
        INegatedPatternOperation negated => Of(negated.Pattern).Negated,
        IDeclarationPatternOperation declaration => new(declaration.MatchesNull ? null : true, false),
        IDiscardPatternOperation => new(null, false),
        ITypePatternOperation => new(true, false),
        IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns.Length: 0 } => new(true, false),
        IRecursivePatternOperation => new(true, null),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } and => new(Of(and.LeftPattern).WhenTrue ?? Of(and.RightPattern).WhenTrue, null),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } or => new(null, Of(or.LeftPattern).WhenFalse ?? Of(or.RightPattern).WhenFalse),
        _ => default,
    };
}
