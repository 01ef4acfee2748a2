namespace CmqContracts.Generators.Emission;

/// <summary>The types that emitted code uses, by their names from <c>global::</c> on.</summary>
internal static class RuntimeNames
{
    public const string QueueContract = "global::CmqContracts.QueueContract";
    public const string QueueMessage = "global::CmqContracts.IQueueMessage";
    public const string TopicContract = "global::CmqContracts.TopicContract";
    public const string TopicMessage = "global::CmqContracts.ITopicMessage";
    public const string EnvelopeContract = "global::CmqContracts.EnvelopeContract";
    public const string Subscription = "global::CmqContracts.SubscriptionContract";
    public const string TopicSettings = "global::CmqContracts.TopicSettings";
    public const string TopicFilter = "global::CmqContracts.TopicFilter";
    public const string NotifyStrategy = "global::CmqContracts.NotifyStrategy";
    public const string Codec = "global::CmqContracts.Json.JsonMessageCodec";
    public const string Writer = "global::CmqContracts.Json.JsonBodyWriter";
    public const string Reader = "global::CmqContracts.Json.JsonBodyReader";
    public const string Members = "global::CmqContracts.Json.JsonMembers";
    public const string EnumNames = "global::CmqContracts.Json.JsonEnumNames";
    public const string Discriminators = "global::CmqContracts.Json.JsonDiscriminators";
    public const string Callbacks = "global::CmqContracts.Json.JsonCallbacks";
    public const string Converters = "global::CmqContracts.Json.JsonConverters";
    public const string JsonConverter = "global::System.Text.Json.Serialization.JsonConverter";
    public const string ItemBuffer = "global::CmqContracts.Json.ItemBuffer";
    public const string ItemSpan = "global::CmqContracts.Json.ItemSpan";
    public const string InvariantCulture = "global::System.Globalization.CultureInfo.InvariantCulture";
    public const string JsonReader = "global::System.Text.Json.Utf8JsonReader";
}
