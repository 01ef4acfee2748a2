using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

/// <summary>Compares the generated codecs with <c>System.Text.Json</c>.</summary>
internal static class Oracle
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For the comparison of values of any type.</summary>
    private static readonly JsonSerializerOptions Lenient = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true };

    public static MessageCodec<T> Codec<T>()
        where T : IQueueMessage<T> => T.Contract.Codec;

    public static byte[] Encode<T>(T value)
        where T : IQueueMessage<T> => Encode<T, T>(value);

    public static byte[] Encode<T, TBinding>(T value)
        where TBinding : IQueueMessage<T>
    {
        ArrayBufferWriter<byte> output = new();
        TBinding.Contract.Codec.Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Asserts that both refuse a body, or both read equal values.</summary>
    public static void CompareDecode<T>(byte[] body)
        where T : IQueueMessage<T> => CompareDecode<T, T, T>(body, text => text);

    /// <summary>The same for a type with the codec of a binding, which <c>System.Text.Json</c> reads as another type with the same JSON.</summary>
    /// <param name="body">The body.</param>
    /// <param name="normal">Sorts what has no defined order.</param>
    public static void CompareDecode<TCounterpart, T, TBinding>(byte[] body, Func<string, string> normal)
        where TBinding : IQueueMessage<T>
    {
        TCounterpart? expected = default;
        Exception? refusal = null;
        try
        {
            expected = JsonSerializer.Deserialize<TCounterpart>(body, Options);
            if (expected is null)
                refusal = new JsonException("We refuse null: there is no message without a body.");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            refusal = e;
        }

        string text = System.Text.Encoding.UTF8.GetString(body);
        T actual;
        try
        {
            actual = TBinding.Contract.Codec.Decode(body);
        }
        catch (MessageFormatException e)
        {
            Assert.True(refusal is not null, $"{typeof(T).Name}: we refuse what System.Text.Json reads: {text}\n{e}");
            Assert.StartsWith("$", e.Path, StringComparison.Ordinal);
            return;
        }

        Assert.True(refusal is null, $"{typeof(T).Name}: we read what System.Text.Json refuses: {text}\n{refusal}");
        string wanted = normal(Describe(expected));
        string found = normal(Describe(actual));
        Assert.True(wanted == found, $"{typeof(T).Name}: {text}\nexpected {wanted}\nfound    {found}");
    }

    /// <summary>A value as text, for comparison. JSON that is kept as it came may contain invalid strings, which fail only here.</summary>
    private static string Describe<T>(T value)
    {
        try
        {
            return JsonSerializer.Serialize(value, Lenient);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return e.Message;
        }
    }

    /// <summary>A document with all members and items sorted by their text, because hashed collections have no defined order.</summary>
    public static string InOrder(string json) => InOrder(JsonNode.Parse(json));

    private static string InOrder(JsonNode? node) => node switch
    {
        JsonObject members => "{" + string.Join(',', members.Select(member => JsonSerializer.Serialize(member.Key) + ":" + InOrder(member.Value)).Order(StringComparer.Ordinal)) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(InOrder).Order(StringComparer.Ordinal)) + "]",
        _ => node?.ToJsonString() ?? "null",
    };

    /// <summary>Asserts that both write equal documents.</summary>
    public static void CompareEncode<T>(T value)
        where T : IQueueMessage<T> => CompareEncode<T, T>(value);

    /// <summary>The same for a type with the codec of a binding.</summary>
    public static void CompareEncode<T, TBinding>(T value)
        where TBinding : IQueueMessage<T>
    {
        byte[] expected = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        byte[] actual = Encode<T, TBinding>(value);
        using JsonDocument wanted = JsonDocument.Parse(expected);
        using JsonDocument found = JsonDocument.Parse(actual);
        Assert.True(
            JsonElement.DeepEquals(wanted.RootElement, found.RootElement),
            $"{typeof(T).Name}:\nexpected {System.Text.Encoding.UTF8.GetString(expected)}\nfound    {System.Text.Encoding.UTF8.GetString(actual)}");
    }
}
