using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>A named client, with the names that differ between queues and topics.</summary>
internal sealed record NamedClient(ClientSpec Spec, string Kind, string Name, string Attribute, string Base, string Contract, string Message)
{
    /// <summary>The clients of a contract.</summary>
    public static IEnumerable<NamedClient> Of(ContractSpec contract)
    {
        if (contract is { Queue: { } queue, QueueClient: { } queueClient })
            yield return new NamedClient(queueClient, "queue", queue.Name, "[CmqQueue]", "global::CmqContracts.QueueClient", RuntimeNames.QueueContract, RuntimeNames.QueueMessage);
        if (contract is { Topic: { } topic, TopicClient: { } topicClient })
            yield return new NamedClient(topicClient, "topic", topic.Name, "[CmqTopic]", "global::CmqContracts.TopicClient", RuntimeNames.TopicContract, RuntimeNames.TopicMessage);
    }
}

/// <summary>Emits the named client of a queue or a topic.</summary>
internal static class ClientEmitter
{
    public static void Emit(SourceWriter writer, ContractSpec contract, NamedClient client)
    {
        string type = contract.Type.FullName;
        writer.Lines($"""
            /// <summary>The client of {client.Kind} <c>{Literals.Xml(client.Name)}</c>, whose messages are <see cref="{type}"/>. Made by <c>{client.Attribute}</c> on that type.</summary>
            {FileHeader.GeneratedCode}
            """);
        if (contract.UsageDiagnostics.ObsoleteAttribute is { } obsolete)
            writer.Lines(obsolete);
        writer.Open($"{client.Spec.Modifiers} sealed class {client.Spec.Name} : {client.Base}<{type}>");
        writer.Lines($"""
            /// <summary>The {client.Kind}'s name, from <c>{client.Attribute}</c> on <see cref="{type}"/>.</summary>
            public const string Name = {Literals.Text(client.Name)};

            /// <summary>Creates a client over a connection.</summary>
            /// <param name="client">The connection.</param>
            public {client.Spec.Name}(global::CmqContracts.CmqClient client)
            """);
        writer.Lines($$"""
                : base(client, ContractOf{{(contract.EmissionLevel is EmissionLevel.ClientOnly ? "" : $"<{type}>")}}())
            {
            }

            """);

        // The interface is implemented explicitly, so that the message type has no visible member of ours; a constraint gives access to it.
        if (contract.EmissionLevel is EmissionLevel.ClientOnly)
        {
            writer.Open($"private static {client.Contract}<{type}> ContractOf()");
            writer.Lines($"throw new global::System.InvalidOperationException({ContractEmitter.Unavailable(contract)});");
            writer.Close();
        }
        else
        {
            writer.Lines($"""
                private static {client.Contract}<{type}> ContractOf<TMessage>()
                    where TMessage : {client.Message}<{type}> => TMessage.Contract;
                """);
        }

        writer.Close();
    }
}
