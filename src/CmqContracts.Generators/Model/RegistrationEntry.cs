namespace CmqContracts.Generators.Model;

/// <summary>A contract as <c>AddContracts</c> registers it.</summary>
/// <param name="TypeName">The message type, from <c>global::</c> on; <see langword="null"/>: the contract cannot be registered.</param>
/// <param name="Binding">The type that binds it; <see langword="null"/>: the message type has the attribute itself.</param>
/// <param name="HasQueue">Whether it has a queue.</param>
/// <param name="HasTopic">Whether it has a topic.</param>
/// <param name="Warnings">Ids of the compiler's warnings about the use of the type.</param>
internal sealed record RegistrationEntry(string? TypeName, string? Binding, bool HasQueue, bool HasTopic, EquatableArray<string> Warnings);
