using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Encodes and decodes one message with our codec, System.Text.Json and Newtonsoft.Json, with the same pooled buffer.</summary>
internal abstract class CodecComparison(string name) : IDisposable
{
    public string Name { get; } = name;

    protected PooledBufferWriter Buffer { get; } = new(128 * 1024);

    public abstract void Encode();

    public abstract void EncodeWithSystemTextJson();

    public abstract void EncodeWithNewtonsoft();

    public abstract object Decode();

    public abstract object DecodeWithSystemTextJson();

    public abstract object DecodeWithNewtonsoft();

    public virtual void Dispose() => Buffer.Dispose();
}

internal sealed class CodecComparison<TMessage> : CodecComparison
    where TMessage : class, IQueueMessage<TMessage>
{
    private readonly TMessage _sample;
    private readonly MessageCodec<TMessage> _codec = TMessage.Contract.Codec;
    private readonly JsonTypeInfo<TMessage> _baseline;
    private readonly Utf8JsonWriter _writer;
    private readonly byte[] _body;

    public CodecComparison(string name, TMessage sample, JsonTypeInfo<TMessage> baseline)
        : base(name)
    {
        _sample = sample;
        _baseline = baseline;
        _writer = new Utf8JsonWriter(Buffer, V2ReplyWriter.Options);
        Encode();
        _body = Buffer.WrittenSpan.ToArray();
        EncodeWithSystemTextJson();
        if (!JsonElement.DeepEquals(JsonDocument.Parse(_body).RootElement, JsonDocument.Parse(Buffer.WrittenMemory).RootElement))
            throw new InvalidOperationException($"{name}: the two write different documents.");
    }

    public override void Encode()
    {
        Buffer.Clear();
        _codec.Encode(_sample, Buffer);
    }

    public override void EncodeWithSystemTextJson()
    {
        Buffer.Clear();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, _sample, _baseline);
        _writer.Flush();
    }

    public override void EncodeWithNewtonsoft()
    {
        Buffer.Clear();
        string text = Newtonsoft.Json.JsonConvert.SerializeObject(_sample);
        Buffer.Advance(System.Text.Encoding.UTF8.GetBytes(text, Buffer.GetSpan(text.Length * 3)));
    }

    public override object Decode() => _codec.Decode(_body);

    public override object DecodeWithSystemTextJson() => JsonSerializer.Deserialize(_body, _baseline)!;

    public override object DecodeWithNewtonsoft() => Newtonsoft.Json.JsonConvert.DeserializeObject<TMessage>(System.Text.Encoding.UTF8.GetString(_body))!;

    public override void Dispose()
    {
        _writer.Dispose();
        base.Dispose();
    }
}
