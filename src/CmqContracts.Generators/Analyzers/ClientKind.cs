namespace CmqContracts.Generators.Analyzers;

/// <summary>The words that tell clients of queues from those of topics.</summary>
/// <param name="Word">The word for what the client is of.</param>
/// <param name="Attribute">The attribute that gives a type such a contract, as users write it.</param>
/// <param name="Interface">What a type with such a contract implements.</param>
internal sealed record ClientKind(string Word, string Attribute, string Interface)
{
    private static readonly ClientKind Queue = new("queue", "CmqQueue", "CmqContracts.IQueueMessage`1");
    private static readonly ClientKind Topic = new("topic", "CmqTopic", "CmqContracts.ITopicMessage`1");

    public bool IsTopic => ReferenceEquals(this, Topic);

    /// <summary>What a method that gives or registers clients does it for; <see langword="null"/>: no such method has the name.</summary>
    public static ClientKind? OfMethod(string name) => name switch
    {
        "Queue" or "AddQueue" => Queue,
        "Topic" or "AddTopic" => Topic,
        _ => null,
    };

    /// <summary>What the interface of a client is for; <see langword="null"/>: no such interface has the name.</summary>
    public static ClientKind? OfInterface(string name) => name switch
    {
        "IQueueClient" or "IQueueProducer" or "IQueueConsumer" => Queue,
        "ITopicClient" or "ITopicPublisher" => Topic,
        _ => null,
    };

    /// <summary>Whether a type has a contract of the sort.</summary>
    public bool IsIn(ContractUse use) => IsTopic ? use.Topic is not null : use.Queue is not null;
}
