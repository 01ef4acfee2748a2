namespace CmqContracts;

/// <summary>The name of a topic and its attributes, as <see cref="CmqTopicAttribute"/> and <see cref="CmqTopicAttribute{TMessage}"/> state them.</summary>
/// <remarks>
/// A property that is not set leaves the value to the service's default. Ranges are checked while compiling, against the same
/// table that client and broker use (<c>CmqLimits</c>).
/// </remarks>
public abstract class CmqTopicSettingsAttribute : Attribute
{
    private protected CmqTopicSettingsAttribute(string name) => Name = name;

    /// <summary>The topic's name.</summary>
    public string Name { get; }

    /// <summary>How subscriptions choose messages: by tags, unless set. It cannot be changed once the topic exists.</summary>
    public TopicFilter Filter { get; set; } = TopicFilter.Tags;

    /// <summary>Largest message body in bytes, 1024 to 1048576; 65536 unless set.</summary>
    public int MaxMsgSize { get; set; }

    /// <summary>
    /// A <c>JsonSerializerContext</c> with <c>[JsonSerializable]</c> for the message, if <c>System.Text.Json</c> should write and read
    /// it instead of a generated codec. Where the type has a queue too, that of the queue counts.
    /// </summary>
    public Type? JsonContext { get; set; }
}
