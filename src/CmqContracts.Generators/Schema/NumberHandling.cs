using System;

namespace CmqContracts.Schema;

/// <summary>How a number is written and read. Names and values are those of <c>JsonNumberHandling</c>.</summary>
[Flags]
internal enum NumberHandling
{
    /// <summary>As a number of JSON.</summary>
    Strict = 0,

    /// <summary>A string that contains a number is read as well.</summary>
    AllowReadingFromString = 1,

    /// <summary>It is written as a string.</summary>
    WriteAsString = 2,

    /// <summary>Numbers that are not finite are written and read by name, as a string.</summary>
    AllowNamedFloatingPointLiterals = 4,
}
