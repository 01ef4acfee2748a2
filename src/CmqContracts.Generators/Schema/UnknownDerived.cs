namespace CmqContracts.Schema;

/// <summary>What is written for an object whose type is not among those of its base. The values are those of <c>JsonUnknownDerivedTypeHandling</c>.</summary>
internal enum UnknownDerived
{
    /// <summary>Nothing: it is an error.</summary>
    Fails = 0,

    /// <summary>The members of the base type.</summary>
    IsBase = 1,

    /// <summary>The members of the nearest base type that is among them.</summary>
    IsNearest = 2,
}
