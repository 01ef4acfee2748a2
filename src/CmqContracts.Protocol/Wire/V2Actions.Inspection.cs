namespace CmqContracts.Protocol.Wire;

/// <content>Names of the actions of our inspector. No document has them, and Tencent's service does not know them.</content>
internal static partial class V2Actions
{
    /// <summary>A page of messages of one state.</summary>
    public const string InspectMessages = nameof(InspectMessages);

    /// <summary>One message by its id.</summary>
    public const string InspectMessage = nameof(InspectMessage);

    /// <summary>A search among messages of one state.</summary>
    public const string InspectSearch = nameof(InspectSearch);

    /// <summary>How many messages a rewind would bring back.</summary>
    public const string InspectRewindCount = nameof(InspectRewindCount);

    /// <summary>The same for points of all the time that the queue can be rewound to.</summary>
    public const string InspectRewindProfile = nameof(InspectRewindProfile);

    /// <summary>Deletes messages by their ids.</summary>
    public const string InspectDelete = nameof(InspectDelete);

    /// <summary>Moves messages to another queue.</summary>
    public const string InspectMove = nameof(InspectMove);

    /// <summary>Begins a job.</summary>
    public const string InspectStartJob = nameof(InspectStartJob);

    /// <summary>Lists the account's jobs.</summary>
    public const string InspectJobs = nameof(InspectJobs);

    /// <summary>Ends a job.</summary>
    public const string InspectCancelJob = nameof(InspectCancelJob);

    /// <summary>Describes queues.</summary>
    public const string InspectQueues = nameof(InspectQueues);
}
