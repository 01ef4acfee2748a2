using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the arguments of <c>[CmqTopic]</c> and <c>[CmqSubscription]</c>.</summary>
internal static class TopicParser
{
    private const int RoutingKey = 2;

    /// <summary>The strategies by their numbers.</summary>
    private static readonly string[] Strategies = { "ExponentialDecayRetry", "BackoffRetry" };

    public static TopicSpec Parse(AttributeData attribute) => new(
        attribute.FirstText() ?? "",
        attribute.Named("Filter") is RoutingKey,
        attribute.Named(nameof(TopicSpec.MaxMsgSize)) is int size ? size : null);

    /// <summary>Reads a subscription. Strings that are <see langword="null"/> become empty.</summary>
    public static SubscriptionSpec ParseSubscription(AttributeData attribute) => new()
    {
        Topic = attribute.FirstText() ?? "",
        Name = attribute.Named(nameof(SubscriptionSpec.Name)) as string,
        FilterTags = Texts(attribute, nameof(SubscriptionSpec.FilterTags)),
        BindingKeys = Texts(attribute, nameof(SubscriptionSpec.BindingKeys)),
        NotifyStrategy = attribute.Named(nameof(SubscriptionSpec.NotifyStrategy)) is int strategy && strategy >= 0 && strategy < Strategies.Length ? Strategies[strategy] : null,
    };

    private static EquatableArray<string> Texts(AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value is { Kind: TypedConstantKind.Array, IsNull: false } array)
                return new EquatableArray<string>(array.Values.Select(value => value.Kind == TypedConstantKind.Primitive ? value.Value as string ?? "" : ""));
        }

        return default;
    }
}
