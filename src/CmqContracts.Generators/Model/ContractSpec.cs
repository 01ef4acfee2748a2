namespace CmqContracts.Generators.Model;

/// <summary>All that is emitted for one queue, one topic, or one of both: into the message type, or into the binding of one that is declared elsewhere.</summary>
/// <param name="Type">The message type.</param>
/// <param name="Binding">The type that binds the message type, from <c>global::</c> on; <see langword="null"/>: the message type itself.</param>
/// <param name="DisplayName">The message type as users write it, for messages to people.</param>
/// <param name="MetadataName">The type that code is added to by its name of reflection, which is unique in the assembly.</param>
/// <param name="Namespace">The namespace; <see langword="null"/>: the global one.</param>
/// <param name="Containers">The types that it is nested in, outermost first.</param>
/// <param name="Declaration">Its own partial declaration.</param>
/// <param name="CodecName">Name of the nested codec class: one that the type does not use itself.</param>
/// <param name="QueueClient">The named client of the queue; <see langword="null"/>: there is none, its name is taken, or a binding is the queue's name.</param>
/// <param name="TopicClient">The named client of the topic, likewise.</param>
/// <param name="IsRegistered">Whether code outside of the containing type may name it.</param>
/// <param name="Support">How much can be emitted.</param>
/// <param name="Queue">The queue; <see langword="null"/>: it has none.</param>
/// <param name="Subscriptions">The queue's subscriptions.</param>
/// <param name="Topic">The topic; <see langword="null"/>: it has none.</param>
/// <param name="JsonContext">The <c>JsonSerializerContext</c> that writes and reads in the place of a codec; <see langword="null"/>: none does.</param>
/// <param name="Shapes">Every type that a body holds. Shapes refer to each other by their index here; the first is the message.</param>
/// <param name="IsRecursive">Whether a value can contain itself.</param>
/// <param name="Advice">What the compiler says about the use of the types and members.</param>
internal sealed record ContractSpec(
    TypeRef Type,
    string? Binding,
    string DisplayName,
    string MetadataName,
    string? Namespace,
    EquatableArray<string> Containers,
    string Declaration,
    string CodecName,
    ClientSpec? QueueClient,
    ClientSpec? TopicClient,
    bool IsRegistered,
    Support Support,
    QueueSpec? Queue,
    EquatableArray<SubscriptionSpec> Subscriptions,
    TopicSpec? Topic,
    string? JsonContext,
    EquatableArray<TypeShape> Shapes,
    bool IsRecursive,
    UsageAdvice Advice);

/// <summary>The client class that is emitted beside a message type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accessibility">Its modifiers of access.</param>
internal sealed record ClientSpec(string Name, string Accessibility);

/// <summary>What the compiler says about the use of what a message consists of.</summary>
/// <param name="Warnings">Ids of warnings, beside the usual ones about what is obsolete.</param>
/// <param name="IsForbidden">Whether some of it is obsolete with an error, so that only obsolete code may use it.</param>
/// <param name="MessageAttribute">The attribute that makes the message itself obsolete, as C#; <see langword="null"/>: it is not.</param>
internal sealed record UsageAdvice(EquatableArray<string> Warnings, bool IsForbidden, string? MessageAttribute);

/// <summary>How much can be emitted for a contract.</summary>
internal enum Support
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>The interface, but a contract that throws: something about the type was reported.</summary>
    Stub,

    /// <summary>Not even the interface, for the declaration cannot be added to, or the language version has no such interfaces.</summary>
    ClientOnly,

    /// <summary>Nothing.</summary>
    None,
}
