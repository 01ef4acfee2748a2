namespace CmqContracts.Generators.Parsing;

/// <summary>Full names of the types that parsing searches for.</summary>
internal static class KnownNames
{
    public const string QueueAttribute = "CmqContracts.CmqQueueAttribute";
    public const string QueueBindingAttribute = "CmqContracts.CmqQueueAttribute`1";
    public const string TopicAttribute = "CmqContracts.CmqTopicAttribute";
    public const string TopicBindingAttribute = "CmqContracts.CmqTopicAttribute`1";
    public const string SubscriptionAttribute = "CmqContracts.CmqSubscriptionAttribute";
    public const string EnvelopeAttribute = "CmqContracts.CmqEnvelopeAttribute";
    public const string DeduplicationKey = "CmqContracts.DeduplicationKeyAttribute";
    public const string Client = "CmqContracts.CmqClient";
    public const string Builder = "CmqContracts.CmqBuilder";
    public const string QueueClient = "CmqContracts.QueueClient`1";
    public const string QueueProducer = "CmqContracts.IQueueProducer`1";
    public const string TopicClient = "CmqContracts.TopicClient`1";
    public const string TopicPublisher = "CmqContracts.ITopicPublisher`1";

    public const string JsonPropertyName = "JsonPropertyNameAttribute";
    public const string JsonIgnore = "JsonIgnoreAttribute";
    public const string JsonInclude = "JsonIncludeAttribute";
    public const string JsonPropertyOrder = "JsonPropertyOrderAttribute";
    public const string JsonRequired = "JsonRequiredAttribute";
    public const string JsonConstructor = "JsonConstructorAttribute";
    public const string JsonConverter = "JsonConverterAttribute";
    public const string JsonDerivedType = "JsonDerivedTypeAttribute";
    public const string JsonExtensionData = "JsonExtensionDataAttribute";
    public const string JsonNumberHandling = "JsonNumberHandlingAttribute";
    public const string JsonObjectCreationHandling = "JsonObjectCreationHandlingAttribute";
    public const string JsonPolymorphic = "JsonPolymorphicAttribute";
    public const string JsonStringEnumMemberName = "JsonStringEnumMemberNameAttribute";
    public const string JsonUnmappedMemberHandling = "JsonUnmappedMemberHandlingAttribute";
}
