namespace CmqContracts.Protocol.Wire;

/// <summary>Names of the v2 actions on queues and messages.</summary>
internal static partial class V2Actions
{
    /// <summary>Document 406/5832.</summary>
    public const string CreateQueue = nameof(CreateQueue);

    /// <summary>Document 406/5833.</summary>
    public const string ListQueue = nameof(ListQueue);

    /// <summary>Document 406/5834.</summary>
    public const string GetQueueAttributes = nameof(GetQueueAttributes);

    /// <summary>Document 406/5835.</summary>
    public const string SetQueueAttributes = nameof(SetQueueAttributes);

    /// <summary>Document 406/5836.</summary>
    public const string DeleteQueue = nameof(DeleteQueue);

    /// <summary>An action of API 3.0 that our server takes in v2 too.</summary>
    public const string ClearQueue = nameof(ClearQueue);

    /// <summary>Document 406/8407.</summary>
    public const string RewindQueue = nameof(RewindQueue);

    /// <summary>Removes a dead-letter policy.</summary>
    public const string UnbindDeadLetterQueue = nameof(UnbindDeadLetterQueue);

    /// <summary>Lists the queues bound to a dead-letter queue.</summary>
    public const string ListDeadLetterSourceQueues = nameof(ListDeadLetterSourceQueues);

    /// <summary>Document 406/5837.</summary>
    public const string SendMessage = nameof(SendMessage);

    /// <summary>Document 406/5838.</summary>
    public const string BatchSendMessage = nameof(BatchSendMessage);

    /// <summary>Document 406/5839.</summary>
    public const string ReceiveMessage = nameof(ReceiveMessage);

    /// <summary>Document 406/5924.</summary>
    public const string BatchReceiveMessage = nameof(BatchReceiveMessage);

    /// <summary>Document 406/5840.</summary>
    public const string DeleteMessage = nameof(DeleteMessage);

    /// <summary>Document 406/5841.</summary>
    public const string BatchDeleteMessage = nameof(BatchDeleteMessage);

    /// <summary>Where the TCP protocol of a queue is served.</summary>
    public const string QueryQueueRoute = nameof(QueryQueueRoute);
}
