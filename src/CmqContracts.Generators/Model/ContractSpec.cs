namespace CmqContracts.Generators.Model;

/// <summary>A contract with a queue, a topic, or both: all that is emitted into the message type, or into the binding of a message type that is declared elsewhere.</summary>
internal sealed record ContractSpec
{
    /// <summary>The message type.</summary>
    public required TypeRef Type { get; init; }

    /// <summary>The type that binds the message type, from <c>global::</c> on; <see langword="null"/>: the message type has the attribute itself.</summary>
    public required string? Binding { get; init; }

    /// <summary>The message type as users write it, for diagnostics and exceptions.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The metadata name of the type that code is added to, which is unique in the assembly.</summary>
    public required string MetadataName { get; init; }

    /// <summary>The namespace; <see langword="null"/>: the global one.</summary>
    public required string? Namespace { get; init; }

    /// <summary>The declarations of the types that it is nested in, outermost first.</summary>
    public required EquatableArray<string> Containers { get; init; }

    /// <summary>The partial declaration of the type that code is added to.</summary>
    public required string Declaration { get; init; }

    /// <summary>Name of the nested codec class: one that the type does not use itself.</summary>
    public required string CodecName { get; init; }

    /// <summary>The generated client of the queue; <see langword="null"/>: there is no queue, the client's name is taken, or the contract is a binding.</summary>
    public required ClientSpec? QueueClient { get; init; }

    /// <summary>The generated client of the topic; <see langword="null"/> as for the queue's.</summary>
    public required ClientSpec? TopicClient { get; init; }

    /// <summary>Whether <c>AddContracts</c> may name the types: they are accessible in the whole assembly.</summary>
    public required bool IsRegistered { get; init; }

    /// <summary>How much is emitted.</summary>
    public required EmissionLevel EmissionLevel { get; init; }

    /// <summary>The queue; <see langword="null"/>: there is none.</summary>
    public required QueueSpec? Queue { get; init; }

    /// <summary>The queue's subscriptions.</summary>
    public required EquatableArray<SubscriptionSpec> Subscriptions { get; init; }

    /// <summary>The member that tells a message of the queue from its duplicates; <see langword="null"/>: none does.</summary>
    public required DeduplicationKeySpec? DeduplicationKey { get; init; }

    /// <summary>The topic; <see langword="null"/>: there is none.</summary>
    public required TopicSpec? Topic { get; init; }

    /// <summary>The envelope that messages are in; <see langword="null"/>: there is none.</summary>
    public required EnvelopeSpec? Envelope { get; init; }

    /// <summary>The <c>JsonSerializerContext</c> that writes and reads messages instead of a generated codec; <see langword="null"/>: a codec is generated.</summary>
    public required string? JsonContext { get; init; }

    /// <summary>The shape of every type that a body contains. Shapes refer to each other by their index here; the first is the message.</summary>
    public required EquatableArray<TypeShape> Shapes { get; init; }

    /// <summary>Whether a value can contain a value of its own type.</summary>
    public required bool IsRecursive { get; init; }

    /// <summary>What the compiler reports where the types and members are used.</summary>
    public required UsageDiagnostics UsageDiagnostics { get; init; }
}

/// <summary>The client class that is emitted beside a message type.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Modifiers">Its accessibility, and <c>new</c> if it hides an inherited client.</param>
internal sealed record ClientSpec(string Name, string Modifiers);

/// <summary>What the compiler reports where obsolete or experimental types and members of a message are used.</summary>
/// <param name="Warnings">Ids of warnings, besides the usual ones about obsolete members.</param>
/// <param name="IsObsoleteError">Whether some of it is obsolete with an error, so that only obsolete code may use it.</param>
/// <param name="ObsoleteAttribute">The <c>[Obsolete]</c> attribute of the message itself, as C#; <see langword="null"/>: it is not obsolete.</param>
internal sealed record UsageDiagnostics(EquatableArray<string> Warnings, bool IsObsoleteError, string? ObsoleteAttribute);

/// <summary>How much can be emitted for a contract.</summary>
internal enum EmissionLevel
{
    /// <summary>Everything.</summary>
    Full,

    /// <summary>The interface, with a contract that throws: the type has an error that was reported.</summary>
    Stub,

    /// <summary>The named client only: the declaration cannot be added to, or the language version has no static members of interfaces.</summary>
    ClientOnly,

    /// <summary>Nothing.</summary>
    None,
}
