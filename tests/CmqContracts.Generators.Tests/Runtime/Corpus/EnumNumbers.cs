namespace CmqContracts.Generators.Tests.Runtime;

#pragma warning disable CA1028, CA1720, CA1008 // Enums of every kind of number, called after it.

// Enums as numbers, of every kind of number, and flags.
public enum ByteEnum : byte
{
    Least = byte.MinValue,
    One = 1,
    Most = byte.MaxValue,
}

public enum SByteEnum : sbyte
{
    Least = sbyte.MinValue,
    One = 1,
    Most = sbyte.MaxValue,
}

public enum ShortEnum : short
{
    Least = short.MinValue,
    One = 1,
    Most = short.MaxValue,
}

public enum UShortEnum : ushort
{
    Least = ushort.MinValue,
    One = 1,
    Most = ushort.MaxValue,
}

public enum IntEnum : int
{
    Least = int.MinValue,
    One = 1,
    Most = int.MaxValue,
}

public enum UIntEnum : uint
{
    Least = uint.MinValue,
    One = 1,
    Most = uint.MaxValue,
}

public enum LongEnum : long
{
    Least = long.MinValue,
    One = 1,
    Most = long.MaxValue,
}

public enum ULongEnum : ulong
{
    Least = ulong.MinValue,
    One = 1,
    Most = ulong.MaxValue,
}

[Flags]
public enum Sides : ulong
{
    None,
    Left = 1,
    Right = 1UL << 63,
    Both = Left | Right,
}

[CmqQueue("enum-numbers")]
public partial record EnumNumbers(
    ByteEnum A,
    SByteEnum B,
    ShortEnum C,
    UShortEnum D,
    IntEnum E,
    UIntEnum F,
    LongEnum G,
    ULongEnum H,
    Sides I);

[CmqQueue("nullable-enum-numbers")]
public partial record NullableEnumNumbers(
    ByteEnum? A,
    SByteEnum? B,
    ShortEnum? C,
    UShortEnum? D,
    IntEnum? E,
    UIntEnum? F,
    LongEnum? G,
    ULongEnum? H,
    Sides? I);

[CmqQueue("enum-number-lists")]
public partial record EnumNumberLists(
    List<ByteEnum> A,
    List<SByteEnum> B,
    List<ShortEnum> C,
    List<UShortEnum> D,
    List<IntEnum> E,
    List<UIntEnum> F,
    List<LongEnum> G,
    List<ULongEnum> H,
    List<Sides> I);

[CmqQueue("enum-number-values")]
public partial record EnumNumberValues(
    Dictionary<string, ByteEnum?> A,
    Dictionary<string, SByteEnum?> B,
    Dictionary<string, ShortEnum?> C,
    Dictionary<string, UShortEnum?> D,
    Dictionary<string, IntEnum?> E,
    Dictionary<string, UIntEnum?> F,
    Dictionary<string, LongEnum?> G,
    Dictionary<string, ULongEnum?> H,
    Dictionary<string, Sides?> I);

[CmqQueue("enum-number-keys")]
public partial record EnumNumberKeys(Dictionary<SByteEnum, int> A, Dictionary<ULongEnum, int> B, Dictionary<Sides, Sides> C, SortedDictionary<LongEnum, string?> D);
