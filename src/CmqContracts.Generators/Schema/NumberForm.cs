using System;

namespace CmqContracts.Schema;

/// <summary>How a number is written and read. The values are those of <c>JsonNumberHandling</c>.</summary>
[Flags]
internal enum NumberForm
{
    /// <summary>As a number of JSON.</summary>
    Strict = 0,

    /// <summary>A string that holds a number is read as well.</summary>
    ReadFromText = 1,

    /// <summary>It is written as a string.</summary>
    WriteAsText = 2,

    /// <summary>Numbers that are not finite are written and read by name, as a string.</summary>
    Named = 4,
}
