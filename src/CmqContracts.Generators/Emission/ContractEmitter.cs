using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis.Text;

namespace CmqContracts.Generators.Emission;

/// <summary>Emits the file of one contract: what is added to the message type or its binding, and the clients beside it.</summary>
internal static class ContractEmitter
{
    /// <summary>The file; <see langword="null"/>: there is nothing to emit.</summary>
    public static SourceText? Emit(ContractSpec contract)
    {
        if (contract.EmissionLevel is EmissionLevel.None || (contract.EmissionLevel is EmissionLevel.ClientOnly && contract.QueueClient is null && contract.TopicClient is null))
            return null;

        // A client may be emitted alone because the language version is too low for the rest, so its file compiles at every version.
        bool isClientOnly = contract.EmissionLevel is EmissionLevel.ClientOnly;
        SourceWriter writer = new();
        FileHeader.Emit(writer, contract.UsageDiagnostics.Warnings, hasAnnotations: !isClientOnly);
        if (contract.Namespace is { } space && isClientOnly)
        {
            writer.Open($"namespace {space}");
            EmitContainers(writer, contract);
            writer.Close();
            return writer.ToSource();
        }

        if (contract.Namespace is { } fileScoped)
        {
            writer.Lines($"namespace {fileScoped};");
            writer.Blank();
        }

        EmitContainers(writer, contract);
        return writer.ToSource();
    }

    private static void EmitContainers(SourceWriter writer, ContractSpec contract)
    {
        foreach (string container in contract.Containers)
            writer.Open(container);
        EmitBody(writer, contract);
        foreach (string _ in contract.Containers)
            writer.Close();
    }

    private static void EmitBody(SourceWriter writer, ContractSpec contract)
    {
        if (contract.EmissionLevel is EmissionLevel.Full)
            EmitMessage(writer, contract);
        else if (contract.EmissionLevel is EmissionLevel.Stub)
            EmitStub(writer, contract);
        bool isFirst = contract.EmissionLevel is EmissionLevel.ClientOnly;
        foreach (NamedClient client in NamedClient.Of(contract))
        {
            if (!isFirst)
                writer.Blank();
            isFirst = false;
            ClientEmitter.Emit(writer, contract, client);
        }
    }

    private static void EmitMessage(SourceWriter writer, ContractSpec contract)
    {
        EmitHeader(writer, contract, field => contract.CodecName + "." + field);
        writer.Blank();
        if (contract.JsonContext is { } context)
            EmitContextCodec(writer, contract, context);
        else
            new CodecEmitter(writer, contract).Emit();
        writer.Close();
    }

    /// <summary>Opens the declaration of the type with the interfaces that return its contracts.</summary>
    /// <param name="writer">Receives the code.</param>
    /// <param name="contract">The contract.</param>
    /// <param name="value">The expression for the contract in a field, by the name of the field.</param>
    private static void EmitHeader(SourceWriter writer, ContractSpec contract, Func<string, string> value)
    {
        string type = contract.Type.FullName;
        List<string> interfaces = new(), members = new();
        if (contract.Queue is not null)
            Add(RuntimeNames.QueueMessage, RuntimeNames.QueueContract, ContractFields.Queue);
        if (contract.Topic is not null)
            Add(RuntimeNames.TopicMessage, RuntimeNames.TopicContract, ContractFields.Topic);
        writer.Open($"{contract.Declaration} : {string.Join(", ", interfaces)}");
        writer.Lines(string.Join("\n\n", members));

        void Add(string @interface, string result, string field)
        {
            interfaces.Add($"{@interface}<{type}>");
            members.Add($"static {result}<{type}> {@interface}<{type}>.Contract => {value(field)};");
        }
    }

    /// <summary>Emits a class for the fields of the contracts, so that these are created on first use.</summary>
    private static void EmitContextCodec(SourceWriter writer, ContractSpec contract, string context)
    {
        writer.Lines(FileHeader.GeneratedCode);
        writer.Open($"private static class {contract.CodecName}");
        ContractFields.Emit(writer, contract, $"new global::CmqContracts.Json.JsonContextCodec<{contract.Type.FullName}>({Literals.Text(contract.DisplayName)}, {context}.Default)");
        writer.Close();
    }

    /// <summary>Keeps the rest of the project compiling while the message type has an error.</summary>
    private static void EmitStub(SourceWriter writer, ContractSpec contract)
    {
        EmitHeader(writer, contract, _ => $"throw new global::System.InvalidOperationException({Unavailable(contract)})");
        writer.Close();
    }

    /// <summary>The message of the exception for code that runs in spite of the error.</summary>
    public static string Unavailable(ContractSpec contract) =>
        Literals.Text($"There is no contract of {contract.DisplayName}: its declaration has an error with an id that begins with CMQ.");
}
