using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads which callback interfaces of <c>System.Text.Json</c> a type implements.</summary>
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
