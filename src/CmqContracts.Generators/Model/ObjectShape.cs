namespace CmqContracts.Generators.Model;

/// <summary>An object with members.</summary>
internal sealed record ObjectShape(TypeRef Type) : TypeShape(Type)
{
    /// <summary>The type as users write it.</summary>
    public required string Name { get; init; }

    /// <summary>The members in the order in which they are written.</summary>
    public required EquatableArray<MemberSpec> Members { get; init; }

    /// <summary>The arguments of the constructor.</summary>
    public required EquatableArray<ArgumentSpec> Arguments { get; init; }

    /// <summary>How an object is created.</summary>
    public required Construction Construction { get; init; }

    /// <summary>Whether a name that no member has is an error.</summary>
    public required bool DisallowsUnmapped { get; init; }

    /// <summary>The member with <c>[JsonExtensionData]</c>; <see langword="null"/>: there is none.</summary>
    public required MemberSpec? ExtensionData { get; init; }

    /// <summary>Its form as one of the types of a <see cref="PolymorphicShape"/>; <see langword="null"/>: it is not one of these.</summary>
    public required DerivedTypeForm? DerivedType { get; init; }

    /// <summary>Names of ignored members, which are neither unmapped nor extension data.</summary>
    public required EquatableArray<string> IgnoredNames { get; init; }

    /// <summary>The callbacks that it implements.</summary>
    public required Callbacks Callbacks { get; init; }
}

/// <summary>How an object is created.</summary>
internal enum Construction
{
    /// <summary>By a constructor that generated code may call.</summary>
    Direct,

    /// <summary>Through an accessor, as the constructor is not public.</summary>
    Accessor,

    /// <summary>Not at all: the type is abstract, and only written.</summary>
    None,
}
