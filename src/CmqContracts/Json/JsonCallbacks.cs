using System.ComponentModel;
using System.Text.Json.Serialization;

namespace CmqContracts.Json;

/// <summary>Tells values that they are written or read, by the interfaces of <c>System.Text.Json</c>. A struct is passed by reference and not boxed.</summary>
/// <remarks>Made for generated code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class JsonCallbacks
{
    /// <summary>Calls <see cref="IJsonOnSerializing.OnSerializing"/>.</summary>
    public static void OnSerializing<T>(ref T value)
        where T : IJsonOnSerializing => value.OnSerializing();

    /// <summary>Calls <see cref="IJsonOnSerialized.OnSerialized"/>.</summary>
    public static void OnSerialized<T>(ref T value)
        where T : IJsonOnSerialized => value.OnSerialized();

    /// <summary>Calls <see cref="IJsonOnDeserializing.OnDeserializing"/>.</summary>
    public static void OnDeserializing<T>(ref T value)
        where T : IJsonOnDeserializing => value.OnDeserializing();

    /// <summary>Calls <see cref="IJsonOnDeserialized.OnDeserialized"/>.</summary>
    public static void OnDeserialized<T>(ref T value)
        where T : IJsonOnDeserialized => value.OnDeserialized();
}
