using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Diagnostics;

/// <summary>The rules about topics and subscriptions.</summary>
internal static partial class Descriptors
{
    public static readonly DiagnosticDescriptor SubscriptionWithoutQueue = new(
        "CMQ0011",
        "Subscription has no queue",
        "[CmqSubscription] subscribes the queue of the same type, and '{0}' has none: add [CmqQueue]",
        Declaration,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0011");

    public static readonly DiagnosticDescriptor TopicName = new(
        "CMQ0113",
        "Topic name is not allowed",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0113");

    public static readonly DiagnosticDescriptor SubscriptionName = new(
        "CMQ0114",
        "Subscription name is not allowed",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0114");

    public static readonly DiagnosticDescriptor TagsOrKeysOutOfLimits = new(
        "CMQ0115",
        "Tags or binding keys exceed their limits",
        "{0}",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0115");

    public static readonly DiagnosticDescriptor SubscriptionDoesNotFit = new(
        "CMQ0116",
        "Subscription does not fit its topic's filter",
        "Topic '{0}' filters by {1}, so {2} of this subscription have no effect: use {3}, or give the topic another Filter",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0116");

    public static readonly DiagnosticDescriptor NoBindingKeys = new(
        "CMQ0117",
        "Subscription has no binding keys",
        "Topic '{0}' filters by routing key, and CMQ refuses a subscription without binding keys: set BindingKeys, to \"#\" for every message",
        Limits,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0117");

    public static readonly DiagnosticDescriptor SubscriptionOfAnotherQueue = new(
        "CMQ0118",
        "Two subscriptions of a topic have the same name",
        "Subscription '{0}' of topic '{1}' is already declared for queue '{2}' (names ignore case): give one of them another Name",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0118");

    public static readonly DiagnosticDescriptor TopicOfAnotherMessage = new(
        "CMQ0119",
        "Two message types share a topic",
        "Topic '{0}' is already that of '{1}' (names ignore case), so its subscribers would receive the messages of both: give one of them another name",
        Limits,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0119");

    public static readonly DiagnosticDescriptor PublishDoesNotFit = new(
        "CMQ0307",
        "Publish does not fit its topic's filter",
        "{0}",
        Use,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: HelpLinks + "CMQ0307");
}
