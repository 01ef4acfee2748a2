namespace CmqContracts;

/// <summary>The client of a queue. The generator derives a named one for every message type.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
/// <param name="client">The connection.</param>
/// <param name="contract">The queue and its messages.</param>
public class QueueClient<TMessage>(CmqClient client, QueueContract<TMessage> contract)
{
    /// <summary>The queue and its messages.</summary>
    public QueueContract<TMessage> Contract { get; } = contract ?? throw new ArgumentNullException(nameof(contract));

    /// <summary>The connection.</summary>
    public CmqClient Client { get; } = client ?? throw new ArgumentNullException(nameof(client));
}
