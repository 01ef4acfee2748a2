namespace CmqContracts;

/// <summary>
/// Binds a message type to a CMQ topic from outside: a type of another assembly, a closed generic one, or one that has a topic
/// already. It stands on a partial class, to which the generator adds the contract and the JSON codec.
/// </summary>
/// <remarks>
/// The class names the topic: <c>cmq.Topic&lt;TMessage, TheClass&gt;()</c>. Where services are injected, it is the key:
/// <c>[FromKeyedServices(typeof(TheClass))] ITopicClient&lt;TMessage&gt;</c>. The same class may have
/// <see cref="CmqQueueAttribute{TMessage}"/> for the same message type.
/// </remarks>
/// <typeparam name="TMessage">The message type: a concrete record, class or struct.</typeparam>
/// <param name="name">The topic's name: 1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CmqTopicAttribute<TMessage>(string name) : CmqTopicSettingsAttribute(name);
