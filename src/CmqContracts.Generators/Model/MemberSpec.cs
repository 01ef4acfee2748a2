namespace CmqContracts.Generators.Model;

/// <summary>A property or field of an object.</summary>
/// <param name="Name">Its C# name, escaped where it is a keyword.</param>
/// <param name="JsonName">Its name in JSON.</param>
/// <param name="Shape">The shape of its values.</param>
/// <param name="Getter">How its value is read from the object, and so is written to JSON.</param>
/// <param name="Assignment">How a value that was read from JSON gets into the object.</param>
/// <param name="IsRequired">Whether JSON without it is refused.</param>
/// <param name="IsRequiredByCSharp">Whether an object cannot be made without assigning it.</param>
/// <param name="WritesNull">Whether <see langword="null"/> may be written.</param>
/// <param name="OmitsDefault">Whether JSON does not have it while it is <see langword="null"/>, or the default of its value type.</param>
/// <param name="ReadsNull">Whether <c>null</c> may be read.</param>
/// <param name="DeclaringType">The type that declares it.</param>
internal sealed record MemberSpec(
    string Name,
    string JsonName,
    int Shape,
    Getter Getter,
    Assignment Assignment,
    bool IsRequired,
    bool IsRequiredByCSharp,
    bool WritesNull,
    bool OmitsDefault,
    bool ReadsNull,
    TypeRef DeclaringType)
{
    /// <summary>Whether its value can be read by its name, also if it is not written to JSON.</summary>
    public bool IsReadable { get; init; }
}

/// <summary>How a value is read from an object.</summary>
internal enum Getter
{
    /// <summary>Not at all: JSON does not have it.</summary>
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
    /// <summary>Not at all: what JSON says is skipped.</summary>
    None,

    /// <summary>Through a parameter of the constructor.</summary>
    Constructor,

    /// <summary>Through a setter or a field.</summary>
    Set,

    /// <summary>Through an init-only setter.</summary>
    Init,

    /// <summary>Through a setter that is not public.</summary>
    HiddenSet,

    /// <summary>Through a field that is not public.</summary>
    HiddenField,
}

/// <summary>A parameter of the constructor.</summary>
/// <param name="Member">Index of the member that it takes the value of; -1: none, it always takes the default.</param>
/// <param name="Type">Its type, if no member has it.</param>
/// <param name="Default">Its default value as an expression; <see langword="null"/>: none.</param>
internal sealed record ArgumentSpec(int Member, string? Type, string? Default);
