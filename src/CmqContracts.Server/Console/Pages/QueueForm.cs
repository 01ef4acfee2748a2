using System.Globalization;

namespace CmqContracts.Server.Pages;

/// <summary>The form of a queue's attributes: what is typed in it, and what is wrong with that.</summary>
public sealed class QueueForm
{
    /// <summary>The value of <see cref="DeadLetters"/>: messages move after a number of receives.</summary>
    internal const string AfterReceives = "receives";

    /// <summary>The value of <see cref="DeadLetters"/>: messages move after a time.</summary>
    internal const string AfterTime = "time";

    /// <summary>The name of the field of <see cref="DeadLetterQueue"/>.</summary>
    internal const string DeadLetterQueueField = "deadLetterQueue";

    /// <summary>The name of the field of <see cref="Name"/>.</summary>
    internal const string NameField = "name";

    /// <summary>The queue's name.</summary>
    public string? Name { get; set; }

    /// <inheritdoc cref="QueueSettings.MaxMsgHeapNum"/>
    public string? MaxMsgHeapNum { get; set; }

    /// <inheritdoc cref="QueueSettings.PollingWaitSeconds"/>
    public string? PollingWaitSeconds { get; set; }

    /// <inheritdoc cref="QueueSettings.VisibilityTimeout"/>
    public string? VisibilityTimeout { get; set; }

    /// <inheritdoc cref="QueueSettings.MaxMsgSize"/>
    public string? MaxMsgSize { get; set; }

    /// <inheritdoc cref="QueueSettings.MsgRetentionSeconds"/>
    public string? MsgRetentionSeconds { get; set; }

    /// <inheritdoc cref="QueueSettings.RewindSeconds"/>
    public string? RewindSeconds { get; set; }

    /// <summary>When messages move to the dead-letter queue; empty: never.</summary>
    public string? DeadLetters { get; set; }

    /// <inheritdoc cref="DeadLetterPolicy.DeadLetterQueue"/>
    public string? DeadLetterQueue { get; set; }

    /// <inheritdoc cref="DeadLetterPolicy.MaxReceiveCount"/>
    public string? MaxReceiveCount { get; set; }

    /// <inheritdoc cref="DeadLetterPolicy.MaxTimeToLive"/>
    public string? MaxTimeToLive { get; set; }

    internal CmqLimits Limits { get; set; } = null!;

    /// <summary>The queues that can be chosen as dead-letter queue.</summary>
    internal IReadOnlyList<string> Queues { get; set; } = [];

    /// <summary>Whether the queue has a dead-letter queue already.</summary>
    internal bool IsBound { get; set; }

    internal FormProblems Problems { get; } = new();

    /// <summary>The form with the attributes of a queue in it.</summary>
    internal static QueueForm Of(QueueAttributes queue) => new()
    {
        MaxMsgHeapNum = Text(queue.MaxMsgHeapNum),
        PollingWaitSeconds = Text(queue.PollingWaitSeconds),
        VisibilityTimeout = Text(queue.VisibilityTimeout),
        MaxMsgSize = Text(queue.MaxMsgSize),
        MsgRetentionSeconds = Text(queue.MsgRetentionSeconds),
        RewindSeconds = Text(queue.RewindSeconds),
        DeadLetters = queue.DeadLetterPolicy switch { null => "", { MaxReceiveCount: not null } => AfterReceives, _ => AfterTime },
        DeadLetterQueue = queue.DeadLetterPolicy?.DeadLetterQueue,
        MaxReceiveCount = Text(queue.DeadLetterPolicy?.MaxReceiveCount),
        MaxTimeToLive = Text(queue.DeadLetterPolicy?.MaxTimeToLive),
    };

    /// <summary>The numbers of a queue, as fields.</summary>
    internal IReadOnlyList<FormField> Numbers =>
    [
        Field(Limits.MsgRetentionSeconds, "Retention", "Seconds after which a message expires, received or not, counted from its production.", MsgRetentionSeconds),
        Field(Limits.VisibilityTimeout, "Visibility timeout", "Seconds that a received message stays invisible to other receives.", VisibilityTimeout),
        Field(Limits.PollingWaitSeconds, "Wait of a receive", "Seconds that a receive waits for a message when the call does not say.", PollingWaitSeconds),
        Field(Limits.RewindSeconds, "Rewind time", "Seconds, counted from production, during which a deleted message can be brought back; 0 switches rewind off.", RewindSeconds),
        Field(Limits.MaxMsgSize, "Largest message", "Bytes that a body has at most.", MaxMsgSize),
        Field(Limits.MaxMsgHeapNum, "Most messages", "Undeleted messages that the queue holds; further sends are refused.", MaxMsgHeapNum),
    ];

    /// <summary>The name of a queue, as a field.</summary>
    internal FormField NameOfQueue => new() { Name = NameField, Label = "Name", Meaning = $"{Limits.QueueNameLength.Range}: a letter first, then letters, digits, - and _.", Value = Name, Problem = Problems.Of(NameField) };

    /// <summary>The name of the dead-letter queue, as a field.</summary>
    internal FormField NameOfDeadLetterQueue => new() { Name = DeadLetterQueueField, Label = "Dead-letter queue", Meaning = "A queue of this account that has no dead-letter queue itself.", Value = DeadLetterQueue, Problem = Problems.Of(DeadLetterQueueField), List = "queue-names" };

    /// <summary>When messages move there, as fields.</summary>
    internal IReadOnlyList<FormField> DeadLetterNumbers =>
    [
        Field(Limits.MaxReceiveCount, "Receives", "Receives after which a message moves, once it becomes visible again.", MaxReceiveCount),
        Field(Limits.MaxTimeToLive, "Time", "Seconds after its production at which an unconsumed message moves; less than the retention.", MaxTimeToLive),
    ];

    /// <summary>The attributes that are typed.</summary>
    /// <param name="current">The attributes of the queue, of which only those are returned that differ; <see langword="null"/>: it is a new one, which gets defaults for what is not typed.</param>
    /// <returns>The attributes, as far as there are no <see cref="Problems"/>.</returns>
    internal QueueSettings Read(QueueAttributes? current) => new()
    {
        MaxMsgHeapNum = Number(Limits.MaxMsgHeapNum, MaxMsgHeapNum, current?.MaxMsgHeapNum),
        PollingWaitSeconds = (int?)Number(Limits.PollingWaitSeconds, PollingWaitSeconds, current?.PollingWaitSeconds),
        VisibilityTimeout = (int?)Number(Limits.VisibilityTimeout, VisibilityTimeout, current?.VisibilityTimeout),
        MaxMsgSize = (int?)Number(Limits.MaxMsgSize, MaxMsgSize, current?.MaxMsgSize),
        MsgRetentionSeconds = (int?)Number(Limits.MsgRetentionSeconds, MsgRetentionSeconds, current?.MsgRetentionSeconds),
        RewindSeconds = (int?)Number(Limits.RewindSeconds, RewindSeconds, current?.RewindSeconds),
        DeadLetterPolicy = Policy(current?.DeadLetterPolicy),
    };

    /// <summary>Takes a refusal of the backend to the field that it is about.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryTake(CmqException failure)
    {
        if (failure is not CmqServiceException refusal || FieldOf(refusal.Error) is not { } field)
            return false;
        Problems.Add(field, ConsolePage.TextOf(refusal));
        return true;
    }

    private string? FieldOf(CmqError error)
    {
        if (error.Is(CmqErrors.QueueNameFormatError) || error.Is(CmqErrors.QueueAlreadyExists) || error.Is(CmqErrors.PreviousQueueNotReleased))
            return NameField;
        if (error.Is(CmqErrors.RewindSecondsGreaterThanMsgRetentionSeconds))
            return Limits.RewindSeconds.Name;
        if (error.Is(CmqErrors.DeadLetterPolicyParamsError))
            return DeadLetters == AfterTime || string.IsNullOrEmpty(DeadLetters) ? Limits.MaxTimeToLive.Name : Limits.MaxReceiveCount.Name;
        if (error.Is(CmqErrors.DeadLetterQueueDoesNotExist) || error.Is(CmqErrors.DeadLetterQueueNotAllowedToNest) || error.Is(CmqErrors.DeadLetterQueueBoundTooManyTimes) || error.Is(CmqErrors.DeadLetterPolicyMustHaveDeadLetterQueue))
            return DeadLetterQueueField;
        return Numbers.FirstOrDefault(field => error == CmqErrors.ParameterOutOfRange(field.Name))?.Name;
    }

    private DeadLetterPolicy? Policy(DeadLetterPolicy? current)
    {
        if (string.IsNullOrEmpty(DeadLetters))
            return null;
        string queue = DeadLetterQueue?.Trim() ?? "";
        if (queue.Length == 0)
            Problems.Add(DeadLetterQueueField, "Name the dead-letter queue.");
        bool isByTime = DeadLetters == AfterTime;
        int? number = (int?)(isByTime ? Problems.Read(Limits.MaxTimeToLive, MaxTimeToLive, isRequired: true) : Problems.Read(Limits.MaxReceiveCount, MaxReceiveCount, isRequired: true));
        if (number is not { } most)
            return null;
        DeadLetterPolicy policy = isByTime ? DeadLetterPolicy.AfterSeconds(queue, most) : DeadLetterPolicy.AfterReceives(queue, most);
        return policy == current ? null : policy;
    }

    private long? Number(CmqLimit limit, string? text, long? current) =>
        Problems.Read(limit, text, isRequired: current is not null) is { } number && number != current ? number : null;

    private FormField Field(CmqLimit limit, string label, string meaning, string? value) => new() { Name = limit.Name, Label = label, Meaning = meaning, Limit = limit, Value = value, Problem = Problems.Of(limit.Name) };

    private static string Text(long? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
