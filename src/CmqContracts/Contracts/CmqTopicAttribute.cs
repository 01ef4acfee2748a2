namespace CmqContracts;

/// <summary>
/// Makes a partial record, class or struct the message of a CMQ topic. The generator adds its contract, its JSON codec and a
/// client named after the type with the ending <c>Topic</c>.
/// </summary>
/// <remarks>The same type may also have <see cref="CmqQueueAttribute"/>: topic and queue then have one codec.</remarks>
/// <param name="name">The topic's name: 1 to 64 characters; a letter first, then letters, digits, <c>-</c> and <c>_</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class CmqTopicAttribute(string name) : CmqTopicSettingsAttribute(name);
