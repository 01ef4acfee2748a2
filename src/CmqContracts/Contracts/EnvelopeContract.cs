using System.ComponentModel;

namespace CmqContracts;

/// <summary>The envelope of a contract's messages, as <see cref="CmqEnvelopeAttribute"/> states it.</summary>
/// <param name="source">CloudEvents' <c>source</c>.</param>
/// <param name="type">CloudEvents' <c>type</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EnvelopeContract(string source, string type)
{
    /// <summary>CloudEvents' <c>source</c>.</summary>
    public string Source { get; } = source ?? throw new ArgumentNullException(nameof(source));

    /// <summary>CloudEvents' <c>type</c>.</summary>
    public string Type { get; } = type ?? throw new ArgumentNullException(nameof(type));

    /// <summary>Whether a body without an envelope is read as well.</summary>
    public bool ReadsPlain { get; init; }
}
