namespace CmqContracts.Sqlite.FaultWorker;

/// <summary>The queues that the load uses.</summary>
internal static class Queues
{
    public const string Account = "100000000001";

    /// <summary>Messages come, are received and deleted.</summary>
    public const string Plain = "plain";

    /// <summary>Deleted messages can be rewound.</summary>
    public const string Kept = "kept";

    /// <summary>Messages have a flight time.</summary>
    public const string Later = "later";

    /// <summary>Messages are soon visible again, and after two receives they are dead letters.</summary>
    public const string Retried = "retried";

    /// <summary>The dead letters of <see cref="Retried"/>.</summary>
    public const string Dead = "dead";

    /// <summary>Messages come and are cleared.</summary>
    public const string Cleared = "cleared";

    private static readonly (string Name, QueueSettings Settings)[] Definitions =
    [
        (Plain, new QueueSettings { VisibilityTimeout = 20 }),
        (Kept, new QueueSettings { VisibilityTimeout = 20, RewindSeconds = 43200 }),
        (Later, new QueueSettings { VisibilityTimeout = 20 }),
        (Dead, new QueueSettings()),
        (Retried, new QueueSettings { VisibilityTimeout = 1, DeadLetterPolicy = DeadLetterPolicy.AfterReceives(Dead, 2) }),
        (Cleared, new QueueSettings()),
    ];

    public static IEnumerable<string> All => Definitions.Select(static definition => definition.Name);

    /// <summary>Creates the queues that are not there yet.</summary>
    public static async Task EnsureAsync(ICmqService service)
    {
        QueueList existing = await service.ListQueuesAsync(new ListQueuesRequest());
        foreach ((string name, QueueSettings settings) in Definitions)
        {
            if (existing.Queues.All(queue => queue.QueueName != name))
                await service.CreateQueueAsync(new CreateQueueRequest(name, settings));
        }
    }
}
