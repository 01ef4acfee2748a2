// Linked as source into the generator, which targets netstandard2.0 and keeps these types internal: plain C#, no records.
using System;
using System.Collections.Generic;

namespace CmqContracts;

/// <summary>
/// Every bound of the protocol, stated once per profile. Generator rules, client, broker and server read this table.
/// </summary>
/// <remarks>
/// A strict table holds what the service's documents say; a tolerant one, the default of our broker, accepts more where the
/// documents contradict each other or where tests need less.
/// Sources: CMQ documents 406/5832-5841, 5924, 7405-7416, 8128, 8129; TDMQ documents 1110/44169, 1496/60993, 1111/47661.
/// </remarks>
#if CMQ_GENERATORS
internal
#else
public
#endif
sealed class CmqLimits
{
    private const int Mebibyte = 1024 * 1024;
    private const int OneDay = 24 * 3600;
    private const int FifteenDays = 15 * OneDay;

    /// <summary>A larger batch holds up the requests of other accounts.</summary>
    private const long HighestBatchSize = 1_000;

    /// <summary>With its tags, such a body is still below the 1,000,000,000 bytes that SQLite stores as one value.</summary>
    private const long HighestMessageBytes = 512 * Mebibyte;

    private const long HighestMessageTags = 4_096;

    /// <summary>A tag is stored with at most 65,535 bytes, and a character has up to 3 in UTF-8.</summary>
    private const long HighestTagLength = 65_535 / 3;

    private readonly IEnumerable<KeyValuePair<string, CmqLimitOverride>> _given;
    private readonly Dictionary<string, CmqLimitOverride> _overrides = new Dictionary<string, CmqLimitOverride>(StringComparer.OrdinalIgnoreCase);

    private CmqLimits(CmqProfile profile, bool strict, IEnumerable<KeyValuePair<string, CmqLimitOverride>> overrides)
    {
        foreach (KeyValuePair<string, CmqLimitOverride> change in overrides)
            _overrides.Add(change.Key, change.Value);
        _given = new List<KeyValuePair<string, CmqLimitOverride>>(_overrides);
        Profile = profile;
        IsStrict = strict;
        bool tdmq = profile == CmqProfile.Tdmq;

        QueueNameLength = Row("queueNameLength", "queueName", "characters", 1, 64, null, 4000, 10020);
        QueuesPerAccount = Row("queuesPerAccount", "queues of an account", "queues", 0, tdmq ? 10_000 : 1_000, null, 4450, 10220);
        NameReuseSeconds = Row("nameReuseSeconds", "seconds before a deleted queue's name is free", "seconds", 0, tdmq ? 30 : 10, 0, 0, null, 6040, 10660);
        MaxMsgHeapNum = Row("maxMsgHeapNum", "maxMsgHeapNum", "messages", 1_000_000, tdmq ? 100_000_000 : 1_000_000_000, 1, 1_000_000_000, 100_000_000, 4000, 10350);
        PollingWaitSeconds = Row("pollingWaitSeconds", "pollingWaitSeconds", "seconds", 0, 30, 0, 4000, 10350);
        VisibilityTimeout = Row("visibilityTimeout", "visibilityTimeout", "seconds", 1, 43_200, 30, 4000, 10350);
        MaxMsgSize = Row("maxMsgSize", "maxMsgSize", "bytes", 1024, Mebibyte, tdmq ? Mebibyte : 65_536, 4000, 10350);
        MsgRetentionSeconds = tdmq
            ? Row("msgRetentionSeconds", "msgRetentionSeconds", "seconds", 30, 43_200, 3_600, 4000, 10350)
            : Row("msgRetentionSeconds", "msgRetentionSeconds", "seconds", 60, FifteenDays, 345_600, 4000, 10350);
        RewindSeconds = Row("rewindSeconds", "rewindSeconds", "seconds", 0, tdmq ? FifteenDays : 43_200, 0, FifteenDays, 0, 4000, 10350);
        MaxReceiveCount = Row("maxReceiveCount", "maxReceiveCount", "receives", 1, 1_000, null, 4000, 10720);
        MaxTimeToLive = Row("maxTimeToLive", "maxTimeToLive", "seconds", 300, 43_200, null, 4000, 10720);
        DeadLetterSources = Row("deadLetterSources", "queues bound to a dead-letter queue", "queues", 0, 6, null, 4000, 10780);
        BatchSize = Row("batchSize", "batch size", "entries", 1, 16, null, 4000, 10370, highest: HighestBatchSize);
        MessageBytes = Row("messageBytes", "msgBody", "bytes", 1, Mebibyte, null, 4400, 10230, highest: HighestMessageBytes);
        BatchBytes = Row("batchBytes", "bodies of a batch", "bytes", 1, tdmq ? Mebibyte : 65_536, 1, Mebibyte, null, 4470, 10300);
        DelaySeconds = Row("delaySeconds", "delaySeconds", "seconds", 0, 3_600, 0, 6_048_000, 0, 4000, 10692);
        ReceiveWaitSeconds = Row("receiveWaitSeconds", "pollingWaitSeconds", "seconds", 0, 30, null, 4000, 10350, CmqLimitAction.Clamp);
        DelayedMessages = Row("delayedMessages", "delayed messages of a queue", "messages", 0, 20_000, 0, long.MaxValue, null, 6070, 10690);
        InactiveMessages = Row("inactiveMessages", "inactive messages of a queue", "messages", 0, long.MaxValue, null, 6070, 10690);
        RequestsPerSecond = Row("requestsPerSecond", "requests of an action and account in a second", "requests", 1, 5_000, 1, long.MaxValue, null, 4420, 10250);
        ControlRequestsPerSecond = Row("controlRequestsPerSecond", "the same, of actions that manage queues", "requests", 1, tdmq ? 20 : long.MaxValue, 1, long.MaxValue, null, 4480, 10460);
        TopicsPerAccount = Row("topicsPerAccount", "topics of an account", "topics", 0, tdmq ? 10_000 : 1_000, null, 4450, 10610);
        TopicMaxMsgSize = Row("topicMaxMsgSize", "maxMsgSize", "bytes", 1024, tdmq ? Mebibyte : 65_536, 1024, Mebibyte, 65_536, 4000, 10350);
        TopicMsgRetentionSeconds = Row("topicMsgRetentionSeconds", "msgRetentionSeconds", "seconds", tdmq ? 60 : OneDay, OneDay, OneDay, 4000, 10350);
        SubscriptionsPerTopic = Row("subscriptionsPerTopic", "subscriptions of a topic", "subscriptions", 0, tdmq ? 1_000 : 100, 0, tdmq ? 1_000 : 500, null, 4500, 10480);
        MessageTags = Row("messageTags", "msgTag", "tags", 0, 5, null, 4000, 10720, highest: HighestMessageTags);
        FilterTags = Row("filterTags", "filterTag", "tags", 0, 5, null, 4000, 10670);
        TagLength = Row("tagLength", "length of a tag", "characters", 1, tdmq ? 64 : 16, null, 4000, 10350, highest: HighestTagLength);
        BindingKeys = Row("bindingKeys", "bindingKey", "keys", 0, 5, null, 4000, 10680);
        KeyLength = Row("keyLength", "length of a routing or binding key", "bytes", 1, 64, null, 4000, 10350);
        KeyDots = Row("keyDots", "dots of a routing or binding key", "dots", 0, 15, null, 4000, 10691);
        EndpointLength = Row("endpointLength", "endpoint", "characters", 1, 500, null, 4000, 10500);
        ListLimit = Row("listLimit", "limit", "entries", 0, 50, 0, 1_000, 20, 4000, 10350, CmqLimitAction.Clamp);
        ListOffset = Row("listOffset", "offset", "entries", 0, int.MaxValue, 0, 4000, 10350);

        if (_overrides.Count > 0)
            throw new ArgumentException("There is no limit '" + string.Join("', '", _overrides.Keys) + "'; the limits are " + string.Join(", ", _all.ConvertAll(row => row.Key)) + ".");
    }

    private static readonly IReadOnlyCollection<KeyValuePair<string, CmqLimitOverride>> NoOverrides = Array.Empty<KeyValuePair<string, CmqLimitOverride>>();

    /// <summary>The tolerant table of the original CMQ: what our broker uses.</summary>
    public static CmqLimits Classic { get; } = new CmqLimits(CmqProfile.Classic, strict: false, NoOverrides);

    /// <summary>The tolerant table of TDMQ for CMQ.</summary>
    public static CmqLimits Tdmq { get; } = new CmqLimits(CmqProfile.Tdmq, strict: false, NoOverrides);

    /// <summary>The table of a profile.</summary>
    /// <param name="profile">The service.</param>
    /// <param name="strict">Whether the documented ranges are in force instead of the tolerant ones.</param>
    public static CmqLimits For(CmqProfile profile, bool strict = false)
    {
        return strict ? new CmqLimits(profile, strict: true, NoOverrides) : profile == CmqProfile.Tdmq ? Tdmq : Classic;
    }

    /// <summary>The table of a profile, with some rows changed.</summary>
    /// <param name="profile">The service.</param>
    /// <param name="strict">Whether the documented ranges are in force instead of the tolerant ones.</param>
    /// <param name="overrides">Other bounds by the <see cref="CmqLimit.Key"/> of the row, ignoring case.</param>
    /// <exception cref="ArgumentException">There is no such row, or its bounds are impossible.</exception>
    public static CmqLimits For(CmqProfile profile, bool strict, IEnumerable<KeyValuePair<string, CmqLimitOverride>> overrides)
    {
        if (overrides is null)
            throw new ArgumentNullException(nameof(overrides));
        return new CmqLimits(profile, strict, overrides);
    }

    /// <summary>The table of another profile, as strict as this one and with the same rows changed.</summary>
    /// <exception cref="ArgumentException">A changed row is impossible there.</exception>
    internal CmqLimits As(CmqProfile profile)
    {
        return profile == Profile ? this : new CmqLimits(profile, IsStrict, _given);
    }

    /// <summary>The profile that the table is for.</summary>
    public CmqProfile Profile { get; }

    /// <summary>Whether the documented ranges are in force.</summary>
    public bool IsStrict { get; }

    /// <summary>Length of the name of a queue, and of a topic and a subscription.</summary>
    public CmqLimit QueueNameLength { get; }

    /// <summary>Queues that an account may have.</summary>
    public CmqLimit QueuesPerAccount { get; }

    /// <summary>How long the name of a deleted queue stays taken; the maximum is the time in force.</summary>
    public CmqLimit NameReuseSeconds { get; }

    /// <summary>Undeleted messages that a queue may hold.</summary>
    public CmqLimit MaxMsgHeapNum { get; }

    /// <summary>The queue's default wait of a receive.</summary>
    public CmqLimit PollingWaitSeconds { get; }

    /// <summary>How long a received message stays invisible.</summary>
    public CmqLimit VisibilityTimeout { get; }

    /// <summary>The queue's largest message.</summary>
    public CmqLimit MaxMsgSize { get; }

    /// <summary>How long a message lives, counted from its production.</summary>
    public CmqLimit MsgRetentionSeconds { get; }

    /// <summary>How long a deleted message can be rewound, counted from its production. Classic: at most the retention.</summary>
    public CmqLimit RewindSeconds { get; }

    /// <summary>Receives before a message becomes a dead letter.</summary>
    public CmqLimit MaxReceiveCount { get; }

    /// <summary>Seconds before an unconsumed message becomes a dead letter.</summary>
    public CmqLimit MaxTimeToLive { get; }

    /// <summary>Queues that one dead-letter queue may serve.</summary>
    public CmqLimit DeadLetterSources { get; }

    /// <summary>Entries of a batch send, receive, delete or publish.</summary>
    public CmqLimit BatchSize { get; }

    /// <summary>Size of a body, whatever the queue allows.</summary>
    public CmqLimit MessageBytes { get; }

    /// <summary>Size of the bodies of a batch together.</summary>
    public CmqLimit BatchBytes { get; }

    /// <summary>Flight time of a message. It must also be less than the queue's retention.</summary>
    public CmqLimit DelaySeconds { get; }

    /// <summary>The wait that a receive asks for.</summary>
    public CmqLimit ReceiveWaitSeconds { get; }

    /// <summary>Delayed messages that a queue may hold.</summary>
    public CmqLimit DelayedMessages { get; }

    /// <summary>Messages of a queue that may be received and not yet deleted; where they are as many, a receive is refused.</summary>
    public CmqLimit InactiveMessages { get; }

    /// <summary>How often a second an account may take an action on messages.</summary>
    public CmqLimit RequestsPerSecond { get; }

    /// <summary>How often a second an account may take an action that manages queues.</summary>
    public CmqLimit ControlRequestsPerSecond { get; }

    /// <summary>Topics that an account may have.</summary>
    public CmqLimit TopicsPerAccount { get; }

    /// <summary>The topic's largest message.</summary>
    public CmqLimit TopicMaxMsgSize { get; }

    /// <summary>How long a topic keeps a message that it cannot deliver, counted from its publication.</summary>
    public CmqLimit TopicMsgRetentionSeconds { get; }

    /// <summary>Subscriptions that a topic may have.</summary>
    public CmqLimit SubscriptionsPerTopic { get; }

    /// <summary>Tags of a published message.</summary>
    public CmqLimit MessageTags { get; }

    /// <summary>Tags of a subscription.</summary>
    public CmqLimit FilterTags { get; }

    /// <summary>Length of one tag.</summary>
    public CmqLimit TagLength { get; }

    /// <summary>Binding keys of a subscription.</summary>
    public CmqLimit BindingKeys { get; }

    /// <summary>Length of a routing key or one binding key.</summary>
    public CmqLimit KeyLength { get; }

    /// <summary>Dots in a routing key or one binding key.</summary>
    public CmqLimit KeyDots { get; }

    /// <summary>Length of a subscription's endpoint.</summary>
    public CmqLimit EndpointLength { get; }

    /// <summary>Entries of a page of a list.</summary>
    public CmqLimit ListLimit { get; }

    /// <summary>Entries to skip before a page of a list.</summary>
    public CmqLimit ListOffset { get; }

    /// <summary>All rows, in the order of the table.</summary>
    public IReadOnlyList<CmqLimit> All
    {
        get { return _all; }
    }

    private readonly List<CmqLimit> _all = new List<CmqLimit>();

    private CmqLimit Row(string key, string name, string unit, long minimum, long maximum, long? defaultValue, int code, int moduleCode, CmqLimitAction serverAction = CmqLimitAction.Refuse, long? highest = null)
    {
        return Row(key, name, unit, minimum, maximum, minimum, maximum, defaultValue, code, moduleCode, serverAction, highest);
    }

    private CmqLimit Row(string key, string name, string unit, long documentedMinimum, long documentedMaximum, long tolerantMinimum, long tolerantMaximum, long? defaultValue, int code, int moduleCode, CmqLimitAction serverAction = CmqLimitAction.Refuse, long? highest = null)
    {
        CmqLimit row = new CmqLimit(
            key,
            name,
            unit,
            IsStrict ? documentedMinimum : tolerantMinimum,
            IsStrict ? documentedMaximum : tolerantMaximum,
            documentedMinimum,
            documentedMaximum,
            highest ?? (unit == "messages" || unit == "requests" ? long.MaxValue : int.MaxValue),
            defaultValue,
            serverAction,
            code,
            moduleCode);
        if (_overrides.TryGetValue(key, out CmqLimitOverride? change))
        {
            row = row.With(change);
            _overrides.Remove(key);
        }

        _all.Add(row);
        return row;
    }
}
