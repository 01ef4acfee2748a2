using CmqContracts.Protocol;

namespace CmqContracts.Brokers;

/// <summary>The queues of one account. Names are unique and found ignoring case.</summary>
internal sealed class Account(string name)
{
    private readonly Dictionary<string, QueueState> _queues = new(QueueNameRule.Comparer);
    private readonly Dictionary<string, long> _deletedNames = new(QueueNameRule.Comparer);

    public string Name { get; } = name;

    public int Count => _queues.Count;

    public IEnumerable<QueueState> ByName => _queues.Values.OrderBy(static queue => queue.Record.Name, QueueNameRule.Comparer);

    public QueueState Find(string queueName) =>
        TryFind(queueName) ?? throw new CmqException(CmqErrors.QueueNotFound, $"There is no queue '{queueName}'; create it first.");

    public QueueState? TryFind(string queueName) => _queues.GetValueOrDefault(queueName);

    public void Add(QueueState queue) => _queues.Add(queue.Record.Name, queue);

    public void Remove(QueueState queue) => _queues.Remove(queue.Record.Name);

    public void Clear() => _queues.Clear();

    /// <summary>Keeps the name of a deleted queue from being used until a time.</summary>
    public void Reserve(string queueName, long until, long now)
    {
        foreach ((string name, long end) in _deletedNames)
        {
            if (end <= now)
                _deletedNames.Remove(name);
        }

        if (until > now)
            _deletedNames[queueName] = until;
    }

    public bool IsReserved(string queueName, long now) => _deletedNames.TryGetValue(queueName, out long until) && until > now;
}
