using System.Diagnostics.CodeAnalysis;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>The handlers of a host, by queue: <c>handlers["orders"].Pause()</c>. Injected.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "They are the handlers, and a collection besides.")]
public sealed class CmqHandlers : IReadOnlyCollection<HandlerControl>
{
    private readonly Dictionary<string, HandlerControl> _handlers = new(CmqNameRule.Comparer);

    internal CmqHandlers(IEnumerable<HandlerControl> handlers)
    {
        foreach (HandlerControl handler in handlers)
            _handlers.Add(handler.Name, handler);
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
