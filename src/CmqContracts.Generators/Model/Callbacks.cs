namespace CmqContracts.Generators.Model;

/// <summary>What a type asks to be told while it is written or read, by the interfaces of <c>System.Text.Json</c> that it implements.</summary>
[Flags]
internal enum Callbacks
{
    None = 0,

    /// <summary><c>IJsonOnSerializing</c>: before it is written.</summary>
    Serializing = 1,

    /// <summary><c>IJsonOnSerialized</c>: after it was written.</summary>
    Serialized = 2,

    /// <summary><c>IJsonOnDeserializing</c>: when it is made, before its members are assigned.</summary>
    Deserializing = 4,

    /// <summary><c>IJsonOnDeserialized</c>: after its members were assigned.</summary>
    Deserialized = 8,
}
