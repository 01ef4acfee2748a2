using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>The handlers of a host, by queue: <c>handlers["orders"].Pause()</c>. Injected.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "They are the handlers, and a collection besides.")]
public sealed class CmqHandlers : IReadOnlyCollection<HandlerControl>
{
    private readonly Dictionary<string, HandlerControl> _handlers = new(CmqNameRule.Comparer);

    /// <exception cref="InvalidOperationException">Two handlers have one queue.</exception>
    internal CmqHandlers(IEnumerable<HandlerControl> handlers)
    {
        // Names were compared when handlers were added; what they mean in this environment is known only now.
        Dictionary<string, HandlerControl> byQueue = new(CmqNameRule.Comparer);
        foreach (HandlerControl handler in handlers)
        {
            _handlers.Add(handler.Name, handler);
            if (!byQueue.TryAdd(handler.QueueInAccount, handler))
                throw new InvalidOperationException($"Queues '{byQueue[handler.QueueInAccount].Name}' and '{handler.Name}' are both '{handler.QueueName}' here, as {nameof(CmqOptions)}.{nameof(CmqOptions.MapName)} says, and each has a handler: each message would come to one of them, by chance. Map them to different names.");
        }
    }

    /// <inheritdoc/>
    public int Count => _handlers.Count;

    /// <summary>The handler of a queue.</summary>
    /// <param name="queueName">The queue's name in its contract, ignoring case; of a named account <c>account/queue</c>.</param>
    /// <exception cref="ArgumentException">It has none in this host.</exception>
    public HandlerControl this[string queueName] => _handlers.TryGetValue(queueName, out HandlerControl? handler)
        ? handler
        : throw new ArgumentException($"Queue '{queueName}' has no handler in this host; {(Count == 0 ? "none has." : $"these have one: {string.Join(", ", _handlers.Keys)}.")} AddHandler adds one.", nameof(queueName));

    /// <inheritdoc/>
    public IEnumerator<HandlerControl> GetEnumerator() => _handlers.Values.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}
