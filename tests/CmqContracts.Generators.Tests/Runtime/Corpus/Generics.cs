namespace CmqContracts.Generators.Tests.Runtime;

// Closed generic types.
public record Pair<TFirst, TSecond>(TFirst First, TSecond Second);

public readonly record struct Maybe<T>(T? Value, bool IsThere = false);

public struct Span2<T>
    where T : struct
{
    public T From { get; set; }

    public T? To { get; set; }
}

public class Wrapper<T>
    where T : notnull
{
    public required T Value { get; init; }

    public Dictionary<string, T>? Others { get; set; }

    public T[]? More { get; set; }
}

public class Either<TLeft, TRight>
{
    public TLeft? Left { get; init; }

    public TRight? Right { get; init; }

    public Either<TRight, TLeft>? Swapped { get; init; }
}

[CmqQueue("nested-generics")]
public partial record NestedGenerics(Pair<Pair<int, string>, Pair<string?, List<Pair<int, int?>>>> A, Box<Box<Box<Money>>> B, Pair<int, int>? C, Box<int?[]> D);

[CmqQueue("generic-structs")]
public partial record GenericStructs(Maybe<int> A, Maybe<int?> B, Maybe<string>? C, Span2<DateOnly> D, Span2<Money>? E, List<Maybe<Money>> F);

[CmqQueue("wrappers")]
public partial record Wrappers(Wrapper<string> A, Wrapper<Money> B, Wrapper<Wrapper<DayOfWeek>>? C, Dictionary<string, Wrapper<byte[]>> D);

/// <summary>Constraints decide whether a type parameter takes null.</summary>
public record Constrained<TFree, TNotNull, TClass, TNullableClass, TComparable>(TFree A, TNotNull B, TClass C, TNullableClass D, TComparable E)
    where TNotNull : notnull
    where TClass : class
    where TNullableClass : class?
    where TComparable : IComparable
{
    public TFree F { get; set; } = default!;

    public required TNotNull G { get; init; }

    public TNotNull? H { get; set; }

    public TClass I { get; set; } = C;

    public TNullableClass J { get; set; } = default!;

    public TComparable K { get; set; } = default!;
}

[CmqQueue("constrained-generics")]
public partial record ConstrainedGenerics(Constrained<string, string, string, string, string> A, Constrained<string?, Money, OrderLine, OrderLine?, Version>? B);

[CmqQueue("swapping-generics")]
public partial record SwappingGenerics(Either<int, string> A, Either<Money?, List<int>>? B);

[CmqQueue("generic-enum-argument")]
public partial record GenericEnumArgument(Box<Level> A, Pair<DayOfWeek, Rights?> B, Maybe<Small> C, KeyValuePair<Level, Box<Small>> D);
