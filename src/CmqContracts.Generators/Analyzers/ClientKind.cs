namespace CmqContracts.Generators.Analyzers;

/// <summary>The names that differ between clients of queues and of topics.</summary>
/// <param name="Noun">The word for the queue or topic.</param>
/// <param name="Attribute">The attribute that declares the contract, as users write it.</param>
/// <param name="Interface">The interface of a type with such a contract.</param>
internal sealed record ClientKind(string Noun, string Attribute, string Interface)
{
    private static readonly ClientKind Queue = new("queue", "CmqQueue", "CmqContracts.IQueueMessage`1");
    private static readonly ClientKind Topic = new("topic", "CmqTopic", "CmqContracts.ITopicMessage`1");

    public bool IsTopic => ReferenceEquals(this, Topic);

    /// <summary>The kind of a method that returns or registers clients; <see langword="null"/>: no such method has the name.</summary>
    public static ClientKind? OfMethod(string name) => name switch
    {
        "Queue" or "AddQueue" => Queue,
        "Topic" or "AddTopic" => Topic,
        _ => null,
    };

    /// <summary>The kind of a client's interface; <see langword="null"/>: no such interface has the name.</summary>
    public static ClientKind? OfInterface(string name) => name switch
    {
        "IQueueClient" or "IQueueProducer" or "IQueueConsumer" => Queue,
        "ITopicClient" or "ITopicPublisher" => Topic,
        _ => null,
    };

    /// <summary>Whether a declaration has a contract of this kind.</summary>
    public bool IsIn(ContractDeclaration declaration) => IsTopic ? declaration.Topic is not null : declaration.Queue is not null;
}
