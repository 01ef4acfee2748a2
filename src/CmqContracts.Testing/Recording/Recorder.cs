namespace CmqContracts.Testing;

/// <summary>What the broker was asked to do with messages, and has done. Safe for concurrent use.</summary>
internal sealed class Recorder
{
    private readonly object _gate = new();
    private readonly List<Recorded> _events = [];
    private readonly Dictionary<(string Queue, string Handle), Recorded> _received = [];

    /// <summary>The bodies of one kind of event at a queue or topic, in order.</summary>
    public IReadOnlyList<byte[]> Bodies(RecordedKind kind, string name)
    {
        lock (_gate)
            return [.. _events.Where(recorded => recorded.Kind == kind && recorded.Name.Equals(name, StringComparison.Ordinal)).Select(static recorded => recorded.Body)];
    }

    public void Add(RecordedKind kind, string name, IEnumerable<byte[]> bodies)
    {
        lock (_gate)
            _events.AddRange(bodies.Select(body => new Recorded(kind, name, body)));
    }

    public void AddReceived(string queue, IEnumerable<CmqMessage> messages)
    {
        lock (_gate)
        {
            foreach (CmqMessage message in messages)
            {
                Recorded received = new(RecordedKind.Received, queue, message.Body.ToArray());
                _events.Add(received);
                _received[(queue, message.ReceiptHandle)] = received;
            }
        }
    }

    public void AddDeleted(string queue, IEnumerable<string> handles)
    {
        lock (_gate)
        {
            foreach (string handle in handles)
            {
                if (_received.Remove((queue, handle), out Recorded? received))
                    _events.Add(received with { Kind = RecordedKind.Deleted });
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
            _events.Clear();
    }

    private sealed record Recorded(RecordedKind Kind, string Name, byte[] Body);
}
