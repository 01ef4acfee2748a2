using CmqContracts.Schema;

namespace CmqContracts.Generators.Model;

/// <summary>How a type is written and read as JSON. Other shapes are named by their index in <see cref="ContractSpec.Shapes"/>, so that types may contain themselves.</summary>
internal abstract record TypeShape(TypeRef Type);

/// <summary>A single value, such as a number, a string or a time.</summary>
/// <param name="Type">The type.</param>
/// <param name="Kind">The methods that write and read it.</param>
/// <param name="Numbers">How it is written and read, if it is a number.</param>
internal sealed record ScalarShape(TypeRef Type, ScalarKind Kind, NumberHandling Numbers = NumberHandling.AllowReadingFromString) : TypeShape(Type);

/// <summary>A value that a converter of the user's writes and reads.</summary>
/// <param name="Type">The type.</param>
/// <param name="Converter">The converter's class.</param>
/// <param name="IsFactory">Whether the class creates the converter instead of being it.</param>
/// <param name="NullableValue">If the type is a nullable value type, whose converter takes null too, the value type.</param>
internal sealed record ConverterShape(TypeRef Type, TypeRef Converter, bool IsFactory, TypeRef? NullableValue = null) : TypeShape(Type);

/// <summary>An enum, as its number.</summary>
/// <param name="Type">The enum.</param>
/// <param name="Underlying">The kind of its numbers.</param>
/// <param name="UnderlyingKeyword">The keyword of its numbers' type.</param>
/// <param name="Names">The names of its values; empty if they were not read, as its codec does without.</param>
internal sealed record EnumShape(TypeRef Type, ScalarKind Underlying, string UnderlyingKeyword, EquatableArray<EnumName> Names) : TypeShape(Type);

/// <summary>An enum, as the names of its values; a value without a name is a number.</summary>
internal sealed record NamedEnumShape(TypeRef Type) : TypeShape(Type)
{
    /// <summary>The kind of its numbers.</summary>
    public required ScalarKind Underlying { get; init; }

    /// <summary>The keyword of its numbers' type.</summary>
    public required string UnderlyingKeyword { get; init; }

    /// <summary>Whether values are combinations of the named ones.</summary>
    public required bool IsFlags { get; init; }

    /// <summary>Whether it is the key of a map, so that numbers are in quotes too.</summary>
    public required bool IsKey { get; init; }

    /// <summary>The names, in the order in which they are searched.</summary>
    public required EquatableArray<EnumName> Names { get; init; }
}

/// <summary>The name of an enum's value.</summary>
/// <param name="Text">The name in JSON.</param>
/// <param name="Value">The value as a literal of C#.</param>
/// <param name="IsExact">Whether reading it is case-sensitive, as for names that an attribute gives.</param>
internal sealed record EnumName(string Text, string Value, bool IsExact);

/// <summary>A value type or <c>null</c>.</summary>
internal sealed record NullableShape(TypeRef Type, int Value) : TypeShape(Type);

/// <summary>The type of a member with <c>[JsonExtensionData]</c>, which holds the properties that no other member takes.</summary>
/// <param name="Type">The type.</param>
/// <param name="Builder">The class that is filled.</param>
internal sealed record ExtensionDataShape(TypeRef Type, string Builder) : TypeShape(Type);
