namespace CmqContracts;

/// <summary>How many messages a batch has, and how many bytes of them, against what it may have.</summary>
internal struct BatchRoom(CmqLimits limits)
{
    private int _messages;
    private long _bytes;

    /// <summary>Whether it takes no further message, however small.</summary>
    public readonly bool IsFull => _messages == limits.BatchSize.Maximum;

    /// <summary>Whether a body of this length goes with what is there. A batch takes any first body: whether one is too large is said elsewhere.</summary>
    public readonly bool Takes(int bytes) => _messages == 0 || (!IsFull && limits.BatchBytes.Contains(_bytes + bytes));

    public void Add(int bytes)
    {
        _messages++;
        _bytes += bytes;
    }

    public void Remove(int bytes)
    {
        _messages--;
        _bytes -= bytes;
    }
}
