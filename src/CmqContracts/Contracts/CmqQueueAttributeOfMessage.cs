namespace CmqContracts;

/// <summary>
/// Binds a message type to a CMQ queue from outside: a type of another assembly, a closed generic one, or one that has a queue
/// already. It stands on a partial class, to which the generator adds the contract and the JSON codec.
/// </summary>
/// <remarks>
/// The class names the queue: <c>cmq.Queue&lt;TMessage, TheClass&gt;()</c>. Where services are injected, it is the key:
/// <c>[FromKeyedServices(typeof(TheClass))] IQueueClient&lt;TMessage&gt;</c>.
/// </remarks>
/// <typeparam name="TMessage">The message type: a concrete record, class or struct.</typeparam>
/// <param name="name">The queue's name: 1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CmqQueueAttribute<TMessage>(string name) : CmqQueueSettingsAttribute(name);
