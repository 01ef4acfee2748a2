using System.Globalization;
using System.Numerics;
using CmqContracts.Schema;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Computes the largest number of bytes that a body can have. Every method returns <see langword="null"/> where there is no bound:
/// for strings and collections of any length, types that contain themselves, and JSON that the schema does not know.
/// </summary>
/// <param name="schema">The message and the types that it contains.</param>
internal sealed class WorstCaseSize(ContractSchema schema)
{
    private const int Null = 4;
    private const int Quotes = 2;
    private const int Brackets = 2;

    /// <summary>A control character is written as <c>\u0001</c>.</summary>
    private const int Character = 6;

    /// <summary>The types that are being computed, each within the one before.</summary>
    private readonly HashSet<int> _inProgress = new();

    /// <summary>The largest body of a message.</summary>
    public static BigInteger? Of(ContractSchema schema) => new WorstCaseSize(schema).OfType(0, null);

    /// <summary>A name in UTF-8, with every character escaped that may have to be.</summary>
    public static int OfText(string name) => name.Sum(c => c switch
    {
        '"' or '\\' => 2,
        < ' ' => Character,
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ => char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format ? Character : 3,
    });

    /// <summary>The size of a value that is not null.</summary>
    /// <param name="type">Index of its type.</param>
    /// <param name="length">How many characters, bytes or items it has at most; <see langword="null"/>: that is not limited.</param>
    private BigInteger? OfType(int type, int? length) => schema.Types[type] switch
    {
        SchemaValue { Numbers: NumberHandling.AllowReadingFromString } value => OfValue(value.Kind, length),
        SchemaEnum { IsNamed: true } @enum => OfNamedEnum(@enum),
        SchemaEnum @enum => OfNumber(@enum.Underlying),
        SchemaArray array => OfArray(array, length),
        SchemaObject { HasExtensionData: false } @object => OfObject(type, @object),
        _ => null,
    };

    private BigInteger? OfObject(int type, SchemaObject @object)
    {
        if (!_inProgress.Add(type))
            return null;
        BigInteger size = Brackets;
        bool isFirst = true;
        foreach (SchemaMember member in @object.Members)
        {
            if (!member.IsWritten)
                continue;
            if (OrNull(OfType(member.Type, member.Limits?.MaxLength), member.WritesNull) is not { } value)
                return null;
            size += OfText(member.Name) + Quotes + 1 + value + (isFirst ? 0 : 1);
            isFirst = false;
        }

        _inProgress.Remove(type);
        return size;
    }

    private static BigInteger? OrNull(BigInteger? size, bool allowsNull) => size is { } known && allowsNull ? BigInteger.Max(known, Null) : size;

    private BigInteger? OfArray(SchemaArray array, int? length) => length is { } items && OrNull(OfType(array.Item.Type, null), array.Item.AllowsNull) is { } size
        ? Brackets + (items * size) + Math.Max(items - 1, 0)
        : null;

    /// <summary>The longest name, or all names of flags; a value without a name is a number, which is shorter than this.</summary>
    private static BigInteger OfNamedEnum(SchemaEnum @enum)
    {
        BigInteger longest = OfNumber(ValueKind.Int64)!.Value;
        BigInteger all = 0;
        foreach (SchemaEnumValue value in @enum.Values)
        {
            longest = BigInteger.Max(longest, OfText(value.Name));
            all += OfText(value.Name) + ", ".Length;
        }

        return Quotes + (@enum.IsFlags ? BigInteger.Max(longest, all) : longest);
    }

    private static BigInteger? OfValue(ValueKind kind, int? length) => kind switch
    {
        ValueKind.String => length is { } characters ? Quotes + ((BigInteger)characters * Character) : null,
        ValueKind.Bytes => length is { } bytes ? Quotes + (((BigInteger)bytes + 2) / 3 * 4) : null,
        ValueKind.Boolean => "false".Length,
        ValueKind.Char => Quotes + Character,
        ValueKind.Guid => Quotes + 36,
        ValueKind.DateTime or ValueKind.DateTimeOffset => Quotes + "9999-12-31T23:59:59.9999999+14:00".Length,
        ValueKind.DateOnly => Quotes + "9999-12-31".Length,
        ValueKind.TimeOnly => Quotes + "23:59:59.9999999".Length,
        ValueKind.TimeSpan => Quotes + "-10675199.02:48:05.4775808".Length,
        ValueKind.Version => Quotes + "2147483647.2147483647.2147483647.2147483647".Length,
        _ => OfNumber(kind),
    };

    private static BigInteger? OfNumber(ValueKind kind) => kind switch
    {
        ValueKind.Byte => "255".Length,
        ValueKind.SByte => "-128".Length,
        ValueKind.Int16 => "-32768".Length,
        ValueKind.UInt16 => "65535".Length,
        ValueKind.Int32 => "-2147483648".Length,
        ValueKind.UInt32 => "4294967295".Length,
        ValueKind.Int64 => "-9223372036854775808".Length,
        ValueKind.UInt64 => "18446744073709551615".Length,
        ValueKind.Int128 => "-170141183460469231731687303715884105728".Length,
        ValueKind.UInt128 => "340282366920938463463374607431768211455".Length,
        ValueKind.Half => "-0.00010014".Length,
        ValueKind.Single => "-1.03145015E-16".Length,
        ValueKind.Double => "-2.2250738585072014E-308".Length,
        ValueKind.Decimal => "-0.0000000000000000000000000001".Length,
        _ => null,
    };
}
