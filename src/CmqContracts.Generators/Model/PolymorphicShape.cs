using CmqContracts.Schema;

namespace CmqContracts.Generators.Model;

/// <summary>An object of one of several types, which a discriminator distinguishes.</summary>
internal sealed record PolymorphicShape(TypeRef Type) : TypeShape(Type)
{
    /// <summary>The common base type as users write it.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the discriminator in JSON.</summary>
    public required string DiscriminatorName { get; init; }

    /// <summary>The types; those that derive from others come first.</summary>
    public required EquatableArray<DerivedSpec> Derived { get; init; }

    /// <summary>The shape of an object without discriminator; <see langword="null"/>: there is none, as the base type is abstract.</summary>
    public required int? Base { get; init; }

    /// <summary>What is written for a type that is not among them.</summary>
    public required UnknownDerivedTypeHandling UnknownDerivedTypes { get; init; }

    /// <summary>Whether an unknown discriminator is read as if there were none.</summary>
    public required bool IgnoresUnrecognized { get; init; }

    /// <summary>Whether reading searches for a discriminator.</summary>
    public bool HasDiscriminators => Derived.Any(derived => derived.HasDiscriminator);
}

/// <summary>One of the types of a <see cref="PolymorphicShape"/>.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Text">Its discriminator, if that is a string.</param>
/// <param name="Number">Its discriminator, if that is a number.</param>
internal sealed record DerivedSpec(int Shape, string? Text, int? Number)
{
    /// <summary>Whether JSON has a discriminator for the type.</summary>
    public bool HasDiscriminator => Text is not null || Number is not null;
}

/// <summary>An object as one of the types of a <see cref="PolymorphicShape"/>.</summary>
/// <param name="BaseLabel">The label of the common base type.</param>
/// <param name="DiscriminatorName">The discriminator's name, which no other member may have, nor may one begin with a dollar sign; <see langword="null"/>: none of the types has a discriminator.</param>
/// <param name="Text">The discriminator, if it is a string.</param>
/// <param name="Number">The discriminator, if it is a number.</param>
internal sealed record DerivedTypeForm(string BaseLabel, string? DiscriminatorName, string? Text, int? Number)
{
    /// <summary>Whether the object begins with a discriminator.</summary>
    public bool HasDiscriminator => Text is not null || Number is not null;
}
