namespace CmqContracts;

/// <summary>
/// Makes a partial record, class or struct the message of a CMQ queue. The generator adds its contract, its JSON codec and a
/// client named after the type with the ending <c>Queue</c>.
/// </summary>
/// <param name="name">The queue's name: 1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CmqQueueAttribute(string name) : CmqQueueSettingsAttribute(name);
