using System.Collections;

namespace CmqContracts.Protocol;

/// <summary>Bodies that are known to be UTF-8 text: whoever creates this has validated them, and no other layer of the process does it again.</summary>
/// <param name="bodies">The bodies.</param>
internal sealed class Utf8Bodies(params ReadOnlyMemory<byte>[] bodies) : IReadOnlyList<ReadOnlyMemory<byte>>
{
    public int Count => bodies.Length;

    public ReadOnlyMemory<byte> this[int index] => bodies[index];

    public IEnumerator<ReadOnlyMemory<byte>> GetEnumerator() => ((IEnumerable<ReadOnlyMemory<byte>>)bodies).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
