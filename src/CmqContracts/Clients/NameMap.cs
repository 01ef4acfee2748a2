using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Gives queues and topics the names that they have in an environment.</summary>
/// <param name="map">What <see cref="CmqOptions.MapName"/> is; <see langword="null"/>: names stay as they are.</param>
/// <param name="limits">The limits in force.</param>
internal sealed class NameMap(Func<string, string>? map, CmqLimits limits)
{
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is no such name.</exception>
    public string Queue(string name) => Of("queue", name);

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is no such name.</exception>
    public string Topic(string name) => Of("topic", name);

    /// <summary>The settings, with the name of the dead-letter queue.</summary>
    public QueueSettings Settings(QueueSettings settings) => map is null || settings.DeadLetterPolicy is not { } policy
        ? settings
        : settings with { DeadLetterPolicy = policy with { DeadLetterQueue = Queue(policy.DeadLetterQueue) } };

    /// <summary>The contract, with the names of the queue, of its dead-letter queue, and of the topics that it subscribes to. A subscription's name is unique in its topic, so it stays.</summary>
    public QueueContract<TMessage> Contract<TMessage>(QueueContract<TMessage> contract) => map is null
        ? contract
        : new QueueContract<TMessage>(Queue(contract.QueueName), Settings(contract.Settings), contract.Codec)
        {
            Subscriptions = [.. contract.Subscriptions.Select(subscription => subscription with { TopicName = Topic(subscription.TopicName) })],
            Envelope = contract.Envelope,
            DeduplicationKey = contract.DeduplicationKey,
        };

    /// <summary>The contract, with the topic's name.</summary>
    public TopicContract<TMessage> Contract<TMessage>(TopicContract<TMessage> contract) => map is null
        ? contract
        : new TopicContract<TMessage>(Topic(contract.TopicName), contract.Settings, contract.Filter, contract.Codec) { Envelope = contract.Envelope };

    private string Of(string kind, string name)
    {
        if (map is null)
            return name;
        string? mapped = map(name);
        return CmqNameRule.Explain(kind, mapped, limits) is { } wrong
            ? throw CmqOptionsRules.Failure($"{nameof(CmqOptions)}.{nameof(CmqOptions.MapName)} returned '{ShownText.Of(mapped ?? "null")}' for the {kind} '{ShownText.Of(name)}'. {wrong}")
            : mapped!;
    }
}
