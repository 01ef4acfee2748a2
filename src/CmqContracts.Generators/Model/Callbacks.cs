namespace CmqContracts.Generators.Model;

/// <summary>The callbacks of a type: the interfaces of <c>System.Text.Json</c> that notify it before and after it is written or read.</summary>
[Flags]
internal enum Callbacks
{
    None = 0,

    /// <summary><c>IJsonOnSerializing</c>: before it is written.</summary>
    Serializing = 1,

    /// <summary><c>IJsonOnSerialized</c>: after it was written.</summary>
    Serialized = 2,

    /// <summary><c>IJsonOnDeserializing</c>: when it was created, before its members are assigned.</summary>
    Deserializing = 4,

    /// <summary><c>IJsonOnDeserialized</c>: after its members were assigned.</summary>
    Deserialized = 8,
}
