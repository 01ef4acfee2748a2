#pragma warning disable CA1034, CA1052 // Types nested anywhere.

namespace CmqContracts.Generators.Tests.Runtime;

// Types nested in every kind of type.
public static partial class StaticOuter
{
    public static partial class Deeper
    {
        [CmqQueue("in-static-classes")]
        public sealed partial record InStaticClasses(Part A, Part.Detail? B);

        public record Part(int X)
        {
            public record struct Detail(string? Y);
        }
    }
}

public partial interface IOuter
{
    [CmqQueue("in-interface")]
    partial record InInterface(Kind A, Item? B);

    enum Kind
    {
        First,
        Second,
    }

    class Item
    {
        public Kind? Kind { get; set; }
    }
}

public partial record RecordOuter(int Unused)
{
    [CmqQueue("in-record")]
    public partial record struct InRecord(RecordOuter A, Inner B);

    public readonly record struct Inner(IOuter.Item? Item);
}

public partial struct StructOuter
{
    [CmqQueue("in-struct")]
    internal sealed partial class InStruct
    {
        public PrivatePart? A { get; set; }

        public InternalPart[]? B { get; set; }

        internal sealed class InternalPart
        {
            public int X { get; set; }
        }

        internal sealed record PrivatePart(int X);
    }
}

public class GenericOuter<T>
{
    public class Inner
    {
        public T? Value { get; set; }

        public Inner<int>? Other { get; set; }
    }

    public record Inner<TOther>(TOther Value, T? Outer);

    public enum State
    {
        Off,
        On,
    }
}

[CmqQueue("of-generic-outer")]
public partial record OfGenericOuter(GenericOuter<string>.Inner A, GenericOuter<int>.Inner<string>? B, GenericOuter<Money>.State C, List<GenericOuter<int?>.Inner> D);
