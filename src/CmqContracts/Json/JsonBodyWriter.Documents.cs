using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Json;

// Values that something else writes: converters of users, and JSON that is there already.
public ref partial struct JsonBodyWriter
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>The output of the cached writer between its uses, so that it holds on to no caller's buffer.</summary>
    private static readonly ArrayBufferWriter<byte> NoOutput = new();

    [ThreadStatic]
    private static Utf8JsonWriter? _other;

    /// <summary>Writes a value with a converter.</summary>
    public void WriteWith<T>(JsonConverter<T> converter, T value)
    {
        ArgumentNullException.ThrowIfNull(converter);
        if (value is null && !converter.HandleNull)
        {
            WriteNull();
            return;
        }

        Utf8JsonWriter other = BeginOther();
        try
        {
            converter.Write(other, value, JsonConverters.Options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            AbandonOther(other);
            throw new UnwritableValueException($"{typeof(T).Name} that {converter.GetType().Name} can write", e);
        }

        if (other.CurrentDepth != 0 || other.BytesCommitted + other.BytesPending == 0)
        {
            AbandonOther(other);
            throw new UnwritableValueException($"a value that {converter.GetType().Name} writes whole");
        }

        EndOther(other);
    }

    /// <summary>Writes JSON.</summary>
    public void WriteJsonElement(JsonElement value)
    {
        if (KindOf(value) == JsonValueKind.Undefined)
            throw new UnwritableValueException("a JsonElement that has a value");
        Utf8JsonWriter other = BeginOther();
        try
        {
            value.WriteTo(other);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            AbandonOther(other);
            throw new UnwritableValueException("JSON of at most 64 levels that is not disposed", e);
        }

        EndOther(other);
    }

    /// <summary>Writes JSON.</summary>
    public void WriteJsonDocument(JsonDocument value)
    {
        if (value is null)
            ThrowNull();
        WriteJsonElement(value.RootElement);
    }

    /// <summary>Writes JSON or <c>null</c>.</summary>
    public void WriteJsonDocumentOrNull(JsonDocument? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteJsonElement(value.RootElement);
    }

    /// <summary>Writes JSON.</summary>
    public void WriteJsonNode(JsonNode value)
    {
        if (value is null)
            ThrowNull();
        Utf8JsonWriter other = BeginOther();
        try
        {
            value.WriteTo(other, JsonConverters.Options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            AbandonOther(other);
            throw new UnwritableValueException("JSON of at most 64 levels", e);
        }

        EndOther(other);
    }

    /// <summary>Writes JSON or <c>null</c>.</summary>
    public void WriteJsonNodeOrNull(JsonNode? value)
    {
        if (value is null)
            WriteNull();
        else
            WriteJsonNode(value);
    }

    /// <summary>Writes what no other member of an object has.</summary>
    public void WriteExtra<TValue>(IDictionary<string, TValue>? extra, bool more)
    {
        if (extra is null)
            return;
        foreach ((string name, TValue value) in extra)
        {
            BeginExtra(name, ref more);
            WriteObjectOrNull(value);
        }
    }

    /// <summary>Writes what no other member of an object has.</summary>
    public void WriteExtra(JsonObject? extra, bool more)
    {
        if (extra is null)
            return;
        foreach ((string name, JsonNode? value) in MembersOf(extra))
        {
            BeginExtra(name, ref more);
            WriteJsonNodeOrNull(value);
        }
    }

    /// <summary>Fails because an object's type is none that is named.</summary>
    /// <param name="type">The common type.</param>
    public static void UnknownType(string type) => throw new UnwritableValueException($"an object of a type that a [JsonDerivedType] on {type} names");

    private static JsonValueKind KindOf(JsonElement value)
    {
        try
        {
            return value.ValueKind;
        }
        catch (ObjectDisposedException e)
        {
            throw new UnwritableValueException("a JsonElement whose document is not disposed", e);
        }
    }

    /// <summary>The members of an object, which reads them from its document, where it has one, only when they are asked for.</summary>
    private static JsonObject MembersOf(JsonObject value)
    {
        try
        {
            _ = value.Count;
            return value;
        }
        catch (Exception e) when (e is ObjectDisposedException or ArgumentException)
        {
            throw new UnwritableValueException("an object whose document is not disposed, with different names", e is ObjectDisposedException ? e : null);
        }
    }

    private void BeginExtra(string name, ref bool more)
    {
        if (more)
            WriteRaw(","u8);
        more = true;
        WriteKey(name);
    }

    /// <summary>A writer that continues where this one is.</summary>
    private Utf8JsonWriter BeginOther()
    {
        _output.Advance(_count);
        _count = 0;
        Utf8JsonWriter other = _other ?? new Utf8JsonWriter(_output, Relaxed);
        if (ReferenceEquals(other, _other))
            other.Reset(_output);

        // A converter may encode another message, which must not meet a writer that is in use.
        _other = null;
        return other;
    }

    private void EndOther(Utf8JsonWriter other)
    {
        other.Flush();
        AbandonOther(other);
    }

    private void AbandonOther(Utf8JsonWriter other)
    {
        other.Reset(NoOutput);
        _other = other;
        _buffer = _output.GetSpan(256);
    }
}
