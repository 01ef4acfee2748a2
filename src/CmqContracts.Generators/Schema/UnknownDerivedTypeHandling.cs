namespace CmqContracts.Schema;

/// <summary>What is written for an object whose type is not among those of its base. Names and values are those of <c>JsonUnknownDerivedTypeHandling</c>.</summary>
internal enum UnknownDerivedTypeHandling
{
    /// <summary>Nothing: it is an error.</summary>
    FailSerialization = 0,

    /// <summary>The members of the base type.</summary>
    FallBackToBaseType = 1,

    /// <summary>The members of the nearest base type that is among them.</summary>
    FallBackToNearestAncestor = 2,
}
