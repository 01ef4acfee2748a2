using System.Collections.Generic;

namespace CmqContracts.Schema;

/// <summary>
/// The wire shape of a contract: what its bodies look like as JSON, as plain values. Nothing here knows the compiler or the code
/// that is generated, so that other projects link this folder as source.
/// </summary>
internal sealed record ContractSchema
{
    /// <summary>The message type, as users write it.</summary>
    public required string MessageType { get; init; }

    /// <summary>Every type that a body contains. Types refer to each other by their index here, so that they may contain themselves; the first is the message.</summary>
    public required IReadOnlyList<SchemaType> Types { get; init; }
}

/// <summary>A type, wherever a value of it is written.</summary>
internal abstract record SchemaType
{
    /// <summary>The type in C#, without <c>global::</c>.</summary>
    public required string Name { get; init; }
}

/// <summary>Where a type is used: as an item, or as a value behind a key.</summary>
/// <param name="Type">Index of the type in <see cref="ContractSchema.Types"/>.</param>
/// <param name="AllowsNull">Whether there may be <c>null</c> instead.</param>
internal readonly record struct SchemaReference(int Type, bool AllowsNull);

/// <summary>A single value.</summary>
internal sealed record SchemaValue : SchemaType
{
    /// <summary>What it is.</summary>
    public required ValueKind Kind { get; init; }

    /// <summary>How it is written and read, if it is a number.</summary>
    public required NumberHandling Numbers { get; init; }
}

/// <summary>An enum.</summary>
internal sealed record SchemaEnum : SchemaType
{
    /// <summary>The kind of its numbers.</summary>
    public required ValueKind Underlying { get; init; }

    /// <summary>Whether its values are written by name; a value without a name is a number then too.</summary>
    public required bool IsNamed { get; init; }

    /// <summary>Whether a value may be a combination of several names, with commas between them.</summary>
    public required bool IsFlags { get; init; }

    /// <summary>The names and their numbers, in the order in which a number's name is searched.</summary>
    public required IReadOnlyList<SchemaEnumValue> Values { get; init; }
}

/// <summary>A value of an enum.</summary>
/// <param name="Name">Its name in JSON, or in C# if it is written as a number.</param>
/// <param name="Number">Its number.</param>
internal sealed record SchemaEnumValue(string Name, string Number);

/// <summary>An array of items.</summary>
internal sealed record SchemaArray : SchemaType
{
    public required SchemaReference Item { get; init; }
}

/// <summary>An object whose names are keys.</summary>
internal sealed record SchemaMap : SchemaType
{
    /// <summary>Index of the keys' type.</summary>
    public required int Key { get; init; }

    public required SchemaReference Value { get; init; }
}

/// <summary>An object with members.</summary>
internal sealed record SchemaObject : SchemaType
{
    /// <summary>The members, in the order in which they are written.</summary>
    public required IReadOnlyList<SchemaMember> Members { get; init; }

    /// <summary>Whether reading refuses names that no member has.</summary>
    public required bool DisallowsUnmapped { get; init; }

    /// <summary>Whether properties that no member takes are stored, and written again.</summary>
    public required bool HasExtensionData { get; init; }
}

/// <summary>A member of an object.</summary>
internal sealed record SchemaMember
{
    /// <summary>Its name in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in C#.</summary>
    public required string Symbol { get; init; }

    /// <summary>Index of its type in <see cref="ContractSchema.Types"/>.</summary>
    public required int Type { get; init; }

    /// <summary>Whether it is written.</summary>
    public required bool IsWritten { get; init; }

    /// <summary>Whether its value is used when it is read.</summary>
    public required bool IsRead { get; init; }

    /// <summary>Whether a body without it is refused.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether it may be written as <c>null</c>.</summary>
    public required bool WritesNull { get; init; }

    /// <summary>Whether <c>null</c> may be read.</summary>
    public required bool ReadsNull { get; init; }

    /// <summary>When it is left out of JSON.</summary>
    public required IgnoreCondition Ignore { get; init; }

    /// <summary>What its validation attributes allow; <see langword="null"/>: it has none.</summary>
    public required SchemaLimits? Limits { get; init; }
}

/// <summary>An object of one of several types.</summary>
internal sealed record SchemaUnion : SchemaType
{
    /// <summary>Name of the member whose value distinguishes the types.</summary>
    public required string DiscriminatorName { get; init; }

    /// <summary>The types.</summary>
    public required IReadOnlyList<SchemaUnionCase> Cases { get; init; }

    /// <summary>Index of the type of an object without discriminator; <see langword="null"/>: there is none.</summary>
    public required int? Base { get; init; }

    /// <summary>What is written for a type that is not among the cases.</summary>
    public required UnknownDerivedTypeHandling UnknownDerivedTypes { get; init; }

    /// <summary>Whether an unknown discriminator is read as if there were none.</summary>
    public required bool IgnoresUnrecognized { get; init; }
}

/// <summary>One of the types of a <see cref="SchemaUnion"/>.</summary>
/// <param name="Type">Index of the type.</param>
/// <param name="Text">Its discriminator, if that is a string.</param>
/// <param name="Number">Its discriminator, if that is a number.</param>
internal sealed record SchemaUnionCase(int Type, string? Text, int? Number);

/// <summary>A value that a converter of the user's writes and reads, so that its JSON is not known.</summary>
internal sealed record SchemaConverted : SchemaType
{
    /// <summary>The converter's class.</summary>
    public required string Converter { get; init; }
}
