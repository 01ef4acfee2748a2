using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the contracts of the queue and the topic: static fields beside the codec that they share.</summary>
internal static class ContractFields
{
    /// <summary>Name of the field of the queue's contract.</summary>
    public const string Queue = "Contract";

    /// <summary>Name of the field of the topic's contract.</summary>
    public const string Topic = "TopicContract";

    public static void Emit(SourceWriter writer, ContractSpec contract, string codec)
    {
        string type = contract.Type.FullName;
        if (contract.Queue is { } queue)
        {
            writer.Lines($"""
                public static readonly {RuntimeNames.QueueContract}<{type}> {Queue} = new(
                    {Literals.Text(queue.Name)},
                    {QueueSettingsCode.Of(queue).Replace("\n", "\n    ")},
                    {codec}){Members(Key(contract.DeduplicationKey), Subscriptions(queue, contract.Subscriptions), Envelope(contract.Envelope, "queues", queue.Name))};
                """);
        }

        if (contract is { Queue: not null, Topic: not null })
            writer.Blank();
        if (contract.Topic is { } topic)
        {
            string settings = topic.MaxMsgSize is { } size ? $" {{ {nameof(topic.MaxMsgSize)} = {Literals.Number(size)} }}" : "()";
            writer.Lines($"""
                public static readonly {RuntimeNames.TopicContract}<{type}> {Topic} = new(
                    {Literals.Text(topic.Name)},
                    new {RuntimeNames.TopicSettings}{settings},
                    {RuntimeNames.TopicFilter}.{(topic.FiltersByKey ? "RoutingKey" : "Tags")},
                    {codec}){Members("", Envelope(contract.Envelope, "topics", topic.Name))};
                """);
        }
    }

    /// <summary>The initializers of members, as far as there are any.</summary>
    private static string Members(params string[] members) => string.Concat(members) is { Length: > 0 } all ? $"\n{{\n{all}}}" : "";

    private static string Key(DeduplicationKeySpec? key) => key is null ? "" : $"    DeduplicationKey = static message => {Text(key)},\n";

    private static string Text(DeduplicationKeySpec key) => key.Kind switch
    {
        DeduplicationKeyKind.Text => $"message.{key.Member}",
        DeduplicationKeyKind.Plain => $"message.{key.Member}.ToString()",
        DeduplicationKeyKind.Enum => $"((long)message.{key.Member}).ToString({RuntimeNames.InvariantCulture})",
        DeduplicationKeyKind.UnsignedEnum => $"((ulong)message.{key.Member}).ToString({RuntimeNames.InvariantCulture})",
        _ => $"message.{key.Member}.ToString({RuntimeNames.InvariantCulture})",
    };

    private static string Subscriptions(QueueSpec queue, EquatableArray<SubscriptionSpec> subscriptions)
    {
        if (subscriptions.Count == 0)
            return "";
        IEnumerable<string> lines = subscriptions.Select(subscription => "        " + Subscription(queue, subscription) + ",\n");
        return $"    Subscriptions = new {RuntimeNames.Subscription}[]\n    {{\n{string.Concat(lines)}    }},\n";
    }

    private static string Envelope(EnvelopeSpec? envelope, string kind, string name)
    {
        if (envelope is null)
            return "";
        string plain = envelope.ReadsPlain ? $" {{ {nameof(envelope.ReadsPlain)} = true }}" : "";
        return $"    Envelope = new {RuntimeNames.EnvelopeContract}({Literals.Text(envelope.SourceOf(kind, name))}, {Literals.Text(envelope.Type)}){plain},\n";
    }

    private static string Subscription(QueueSpec queue, SubscriptionSpec subscription)
    {
        List<string> values = new();
        if (subscription.FilterTags.Count > 0)
            values.Add($"FilterTags = {Texts(subscription.FilterTags)}");
        if (subscription.BindingKeys.Count > 0)
            values.Add($"BindingKeys = {Texts(subscription.BindingKeys)}");
        if (subscription.NotifyStrategy is { } strategy)
            values.Add($"NotifyStrategy = {RuntimeNames.NotifyStrategy}.{strategy}");
        string rest = values.Count == 0 ? "" : $" {{ {string.Join(", ", values)} }}";
        return $"new({Literals.Text(subscription.Topic)}, {Literals.Text(subscription.Name ?? queue.Name)}){rest}";
    }

    private static string Texts(EquatableArray<string> texts) => $"new[] {{ {string.Join(", ", texts.Select(Literals.Text))} }}";
}
