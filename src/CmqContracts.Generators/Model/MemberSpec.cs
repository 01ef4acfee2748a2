using CmqContracts.Schema;

namespace CmqContracts.Generators.Model;

/// <summary>A property or field of an object.</summary>
internal sealed record MemberSpec
{
    /// <summary>Its C# name, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>Its name in JSON.</summary>
    public required string JsonName { get; init; }

    /// <summary>The shape of its values.</summary>
    public required int Shape { get; init; }

    /// <summary>How its value is read from the object, to be written to JSON.</summary>
    public required Getter Getter { get; init; }

    /// <summary>How a value that was read from JSON is assigned.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>Whether JSON without it is an error.</summary>
    public required bool IsRequired { get; init; }

    /// <summary>Whether C# does not create an object without assigning it.</summary>
    public required bool IsRequiredByCSharp { get; init; }

    /// <summary>Whether <see langword="null"/> may be written.</summary>
    public required bool WritesNull { get; init; }

    /// <summary>When it is left out of JSON.</summary>
    public required IgnoreCondition Ignore { get; init; }

    /// <summary>Whether <c>null</c> may be read.</summary>
    public required bool ReadsNull { get; init; }

    /// <summary>The type that declares it.</summary>
    public required TypeRef DeclaringType { get; init; }

    /// <summary>Whether generated code can read its value by its name, also if it is not written to JSON.</summary>
    public required bool IsReadable { get; init; }

    /// <summary>What its validation attributes allow; <see langword="null"/>: it has none, or they were not read.</summary>
    public required SchemaLimits? Limits { get; init; }

    /// <summary>Whether it is left out of JSON while it is <see langword="null"/>, or the default of its value type.</summary>
    public bool OmitsDefault => Ignore is IgnoreCondition.WhenWritingDefault or IgnoreCondition.WhenWritingNull;
}

/// <summary>How a value is read from an object.</summary>
internal enum Getter
{
    /// <summary>Not at all: it is not written to JSON.</summary>
    None,

    /// <summary>By its name.</summary>
    Name,

    /// <summary>Through an accessor, as the property is not public.</summary>
    Property,

    /// <summary>Through an accessor, as the field is not public.</summary>
    Field,
}

/// <summary>How a value gets into an object.</summary>
internal enum Assignment
{
    /// <summary>Not at all: its value in JSON is skipped.</summary>
    None,

    /// <summary>Through a parameter of the constructor.</summary>
    Constructor,

    /// <summary>Through a setter or a field.</summary>
    Set,

    /// <summary>Through an init-only setter.</summary>
    Init,

    /// <summary>Through a setter that is not public.</summary>
    NonPublicSetter,

    /// <summary>Through a field that is not public.</summary>
    NonPublicField,
}

/// <summary>A parameter of the constructor.</summary>
/// <param name="Member">Index of the member that it takes the value of; -1: none, it always takes the default.</param>
/// <param name="Type">Its type, if no member has it.</param>
/// <param name="Default">Its default value as an expression; <see langword="null"/>: none.</param>
internal sealed record ArgumentSpec(int Member, string? Type, string? Default);
