using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads which of the interfaces a type implements by which <c>System.Text.Json</c> tells it that it is written or read.</summary>
internal static class CallbackInterfaces
{
    public static Callbacks Of(INamedTypeSymbol type)
    {
        Callbacks callbacks = Callbacks.None;
        foreach (INamedTypeSymbol implemented in type.AllInterfaces)
        {
            if (implemented.TypeKind is TypeKind.Interface && implemented.IsOfJson())
                callbacks |= Of(implemented.Name);
        }

        return callbacks;
    }

    private static Callbacks Of(string name) => name switch
    {
        "IJsonOnSerializing" => Callbacks.Serializing,
        "IJsonOnSerialized" => Callbacks.Serialized,
        "IJsonOnDeserializing" => Callbacks.Deserializing,
        "IJsonOnDeserialized" => Callbacks.Deserialized,
        _ => Callbacks.None,
    };
}
