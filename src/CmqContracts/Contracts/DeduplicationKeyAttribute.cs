namespace CmqContracts;

/// <summary>
/// Makes a member the key that tells a message from its duplicates: one that is given once for each thing that happened, such as the id of an order, and that
/// the producer sends again when it repeats a message. <see cref="HandlerOptions.Deduplicate"/> goes by it.
/// </summary>
/// <remarks>
/// On a property, a field or a parameter of a record, of type <see cref="string"/>, <see cref="Guid"/>, <see cref="char"/>, a whole number or an enum; at most
/// one in a message. For a key of several members, put it on a property that joins them, which may be left out of JSON. At run time a key has 1 to 256
/// characters.
/// </remarks>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class DeduplicationKeyAttribute : Attribute;
