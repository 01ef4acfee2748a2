using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace CmqContracts.Tests.Telemetry;

/// <summary>Writes text as it is, and remembers which span was current meanwhile, as an encoder sees it that sends it along.</summary>
public sealed class SpiedCodec : MessageCodec<string>
{
    private readonly ConcurrentQueue<(string Message, string? Span)> _written = new();

    public IReadOnlyCollection<(string Message, string? Span)> Written => _written;

    public static QueueClient<string> Queue(CmqClient client, string name, SpiedCodec codec) => new(client, new QueueContract<string>(name, new QueueSettings(), codec));

    public override void Encode(string message, IBufferWriter<byte> output)
    {
        _written.Enqueue((message, Activity.Current?.Id));
        if (message == "unwritable")
            throw new MessageFormatException("string", "$", "text that can be written");
        output.Write(Encoding.UTF8.GetBytes(message));
    }

    public override string Decode(ReadOnlySpan<byte> body) => Encoding.UTF8.GetString(body);
}
