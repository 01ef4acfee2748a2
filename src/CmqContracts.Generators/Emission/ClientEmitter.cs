using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the named client of a queue.</summary>
internal static class ClientEmitter
{
    public static void Emit(SourceWriter writer, ContractSpec contract, ClientSpec client)
    {
        string type = contract.Type.FullName;
        writer.Lines($"""
            /// <summary>The client of queue <c>{Literals.Xml(contract.Queue.Name)}</c>, whose messages are <see cref="{type}"/>. Made by <c>[CmqQueue]</c> on that type.</summary>
            {FileHeader.GeneratedCode}
            """);
        if (contract.Advice.MessageAttribute is { } obsolete)
            writer.Lines(obsolete);
        writer.Open($"{client.Accessibility} sealed class {client.Name} : global::CmqContracts.QueueClient<{type}>");
        writer.Lines($"""
            /// <summary>The queue's name, from <c>[CmqQueue]</c> on <see cref="{type}"/>.</summary>
            public const string Name = {Literals.Text(contract.Queue.Name)};

            /// <summary>Creates a client over a connection. Made by <c>[CmqQueue]</c> on <see cref="{type}"/>.</summary>
            /// <param name="client">The connection.</param>
            public {client.Name}(global::CmqContracts.CmqClient client)
            """);
        writer.Lines($$"""
                : base(client, ContractOf{{(contract.Support is Support.ClientOnly ? "" : $"<{type}>")}}())
            {
            }

            """);

        // The interface is implemented explicitly, so that the message type shows no member of ours; a constraint reaches it.
        if (contract.Support is Support.ClientOnly)
        {
            writer.Open($"private static {Names.Contract}<{type}> ContractOf()");
            writer.Lines($"throw new global::System.InvalidOperationException({ContractEmitter.Unavailable(contract)});");
            writer.Close();
        }
        else
        {
            writer.Lines($"""
                private static {Names.Contract}<{type}> ContractOf<TMessage>()
                    where TMessage : {Names.Message}<{type}> => TMessage.Contract;
                """);
        }

        writer.Close();
    }
}
