using System.Globalization;
using System.Numerics;
using CmqContracts.Generators.Model;
using CmqContracts.Generators.Parsing;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Analyzers;

/// <summary>
/// Computes how many bytes a value can have in JSON at most. Every method answers <see langword="null"/> where there is no bound:
/// texts and collections without a length, types that contain themselves, and whatever an attribute of JSON changes.
/// </summary>
/// <param name="message">The message.</param>
/// <param name="compilation">The compilation.</param>
internal sealed class WorstCaseSize(INamedTypeSymbol message, Compilation compilation)
{
    private const int Null = 4;
    private const int Quotes = 2;
    private const int Brackets = 2;

    /// <summary>A control character is written as <c>\u0001</c>.</summary>
    private const int Character = 6;

    /// <summary>Attributes that say nothing about how long a value gets.</summary>
    private static readonly string[] Harmless =
    {
        KnownNames.JsonPropertyName,
        KnownNames.JsonIgnore,
        KnownNames.JsonInclude,
        KnownNames.JsonPropertyOrder,
        KnownNames.JsonRequired,
    };

    private readonly HashSet<ITypeSymbol> _open = new(SymbolEqualityComparer.Default);

    /// <summary>The largest body of a message.</summary>
    public static BigInteger? Of(INamedTypeSymbol message, Compilation compilation) => new WorstCaseSize(message, compilation).OfObject(message);

    private BigInteger? OfObject(INamedTypeSymbol type)
    {
        if (HasOtherAttributes(type, type) || !_open.Add(type))
            return null;
        BigInteger size = Brackets;
        bool isFirst = true;
        foreach (MemberCandidate member in new MemberCandidates(type, message, compilation).Find())
        {
            if (!member.IsWritten)
                continue;
            if (HasOtherAttributes(member.Symbol, member.Type) || OfMember(member, type) is not { } value)
                return null;
            size += OfText(member.JsonName) + Quotes + 1 + value + (isFirst ? 0 : 1);
            isFirst = false;
        }

        _open.Remove(type);
        return size;
    }

    private BigInteger? OfMember(MemberCandidate member, INamedTypeSymbol type) => EnumNames.AreRequested(member.Symbol, member.Type)
        ? OrNull(member.Type, OfNamedEnum((INamedTypeSymbol)member.Type.OrNullableValue()))
        : OfValue(member.Type, LengthLimit.Of(member.Symbol, type));

    /// <summary>The size of a value.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="length">How many characters or items it has at most, if that is known.</param>
    private BigInteger? OfValue(ITypeSymbol type, int? length)
    {
        ITypeSymbol value = type.OrNullableValue();
        return OrNull(type, ScalarTypes.KindOf(value) is { } kind ? OfScalar(kind, length) : value switch
        {
            IArrayTypeSymbol { IsSZArray: true } array => OfSequence(array.ElementType, length),
            INamedTypeSymbol { EnumUnderlyingType: { } number } named => OfEnum(named, number),
            INamedTypeSymbol named when CollectionTypes.SequenceOf(named) is not null => OfSequence(named.TypeArguments[0], length),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct, IsTupleType: false } named when !IsOfFramework(named) && !CollectionTypes.IsCollection(named) => OfObject(named),
            _ => null,
        });
    }

    private static BigInteger? OrNull(ITypeSymbol type, BigInteger? size) =>
        size is { } known && (type.IsReferenceType || type.OriginalDefinition.SpecialType is SpecialType.System_Nullable_T) ? BigInteger.Max(known, Null) : size;

    private BigInteger? OfSequence(ITypeSymbol item, int? length) => length is { } items && OfValue(item, null) is { } size
        ? Brackets + (items * size) + Math.Max(items - 1, 0)
        : null;

    private static BigInteger? OfEnum(INamedTypeSymbol type, INamedTypeSymbol number)
    {
        if (HasOtherAttributes(type, type))
            return null;
        return EnumNames.AreRequested(type, type) ? OfNamedEnum(type) : ScalarTypes.KindOf(number) is { } kind ? OfScalar(kind, null) : null;
    }

    /// <summary>The longest name, or all names of flags; what has no name is a number, which is shorter than this.</summary>
    private static BigInteger? OfNamedEnum(INamedTypeSymbol type)
    {
        BigInteger longest = Number(ScalarKind.Int64)!.Value;
        BigInteger all = 0;
        foreach (EnumName name in EnumNames.Of(type))
        {
            longest = BigInteger.Max(longest, OfText(name.Text));
            all += OfText(name.Text) + ", ".Length;
        }

        return Quotes + (EnumNames.IsFlags(type) ? BigInteger.Max(longest, all) : longest);
    }

    private static BigInteger? OfScalar(ScalarKind kind, int? length) => kind switch
    {
        ScalarKind.String => length is { } characters ? Quotes + ((BigInteger)characters * Character) : null,
        ScalarKind.Bytes or ScalarKind.Memory => length is { } bytes ? Quotes + (((BigInteger)bytes + 2) / 3 * 4) : null,
        ScalarKind.Boolean => "false".Length,
        ScalarKind.Char => Quotes + Character,
        ScalarKind.Guid => Quotes + 36,
        ScalarKind.DateTime or ScalarKind.DateTimeOffset => Quotes + "9999-12-31T23:59:59.9999999+14:00".Length,
        ScalarKind.DateOnly => Quotes + "9999-12-31".Length,
        ScalarKind.TimeOnly => Quotes + "23:59:59.9999999".Length,
        ScalarKind.TimeSpan => Quotes + "-10675199.02:48:05.4775808".Length,
        ScalarKind.Version => Quotes + "2147483647.2147483647.2147483647.2147483647".Length,
        _ => Number(kind),
    };

    private static BigInteger? Number(ScalarKind kind) => kind switch
    {
        ScalarKind.Byte => "255".Length,
        ScalarKind.SByte => "-128".Length,
        ScalarKind.Int16 => "-32768".Length,
        ScalarKind.UInt16 => "65535".Length,
        ScalarKind.Int32 => "-2147483648".Length,
        ScalarKind.UInt32 => "4294967295".Length,
        ScalarKind.Int64 => "-9223372036854775808".Length,
        ScalarKind.UInt64 => "18446744073709551615".Length,
        ScalarKind.Int128 => "-170141183460469231731687303715884105728".Length,
        ScalarKind.UInt128 => "340282366920938463463374607431768211455".Length,
        ScalarKind.Half => "-0.00010014".Length,
        ScalarKind.Single => "-1.03145015E-16".Length,
        ScalarKind.Double => "-2.2250738585072014E-308".Length,
        ScalarKind.Decimal => "-0.0000000000000000000000000001".Length,
        _ => null,
    };

    /// <summary>A name in UTF-8; what would be escaped counts as if all of it were.</summary>
    private static int OfText(string name) => name.Sum(c => c switch
    {
        '"' or '\\' => 2,
        < ' ' => Character,
        < '\u0080' => 1,
        < '\u0800' => 2,
        _ => char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format ? Character : 3,
    });

    private static bool HasOtherAttributes(ISymbol symbol, ITypeSymbol values) => symbol.GetAttributes().Any(attribute =>
        IsOfJson(attribute.AttributeClass) && !Harmless.Contains(attribute.AttributeClass!.Name) && !EnumNames.IsConverter(attribute, values));

    /// <summary>Whether an attribute, or one that it derives from, is one of <c>System.Text.Json</c>.</summary>
    private static bool IsOfJson(INamedTypeSymbol? type) =>
        type is not null && (type.IsOfJson() || IsOfJson(type.BaseType));

    private static bool IsOfFramework(INamedTypeSymbol type)
    {
        string space = type.ContainingNamespace.ToDisplayString();
        return space == "System" || space.StartsWith("System.", StringComparison.Ordinal);
    }
}
