using CmqContracts.Protocol;

namespace CmqContracts.Broker;

/// <summary>A message in memory. The heap that it is an item of is that of the delayed and inactive messages.</summary>
internal sealed class MemoryMessage(in MessageHeader header, ReadOnlyMemory<byte> body) : IHeapItem<MemoryMessage>
{
    private MessageHeader _header = header;

    public ref MessageHeader Header => ref _header;

    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>What it was before it became a dead letter.</summary>
    public DeadLetterSource? DeadLetterSource { get; set; }

    public int HeapIndex { get; set; } = -1;

    public bool ComesBefore(MemoryMessage other) =>
        _header.VisibleAt != other._header.VisibleAt
            ? _header.VisibleAt < other._header.VisibleAt
            : _header.Sequence < other._header.Sequence;
}
