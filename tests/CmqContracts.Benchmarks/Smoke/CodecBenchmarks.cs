using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BenchmarkDotNet.Attributes;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>Encodes and decodes one order with our codec and with System.Text.Json, with the same kind of buffer.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks : IDisposable
{
    private readonly PooledBufferWriter _buffer = new();
    private readonly Utf8JsonWriter _writer;
    private readonly MessageCodec<SmokeOrder> _codec = CodecOf<SmokeOrder>();
    private readonly JsonTypeInfo<SmokeOrder> _baseline = SmokeJsonContext.ForWire().SmokeOrder;
    private readonly byte[] _body;

    public CodecBenchmarks()
    {
        _writer = new Utf8JsonWriter(_buffer, V2ReplyWriter.Options);
        Encode();
        _body = _buffer.WrittenSpan.ToArray();
    }

    [Benchmark]
    public void Encode()
    {
        _buffer.Clear();
        _codec.Encode(SmokeOrder.Sample, _buffer);
    }

    [Benchmark]
    public void EncodeWithSystemTextJson()
    {
        _buffer.Clear();
        _writer.Reset();
        JsonSerializer.Serialize(_writer, SmokeOrder.Sample, _baseline);
        _writer.Flush();
    }

    [Benchmark]
    public SmokeOrder Decode() => _codec.Decode(_body);

    [Benchmark]
    public SmokeOrder? DecodeWithSystemTextJson() => JsonSerializer.Deserialize(_body, _baseline);

    public void Dispose()
    {
        _writer.Dispose();
        _buffer.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static MessageCodec<TMessage> CodecOf<TMessage>()
        where TMessage : IQueueMessage<TMessage> => TMessage.Contract.Codec;
}
