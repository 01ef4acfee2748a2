using System.Text.Json;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>A reply in the making. Until it is closed it can be started over, so a failure never leaves half a reply.</summary>
internal sealed class ReplyBuffer : IDisposable
{
    private readonly PooledBufferWriter _output = new();
    private readonly Utf8JsonWriter _json;
    private string _requestId = "";
    private ulong? _clientRequestId;

    public ReplyBuffer() => _json = new Utf8JsonWriter(_output, V2ReplyWriter.Options);

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    public void Reset(string requestId)
    {
        _requestId = requestId;
        _clientRequestId = null;
        Restart();
    }

    /// <summary>The client's own id of the request, which the reply repeats.</summary>
    public void Echo(ulong clientRequestId) => _clientRequestId = clientRequestId;

    /// <summary>Opens a reply that says everything went well; the action adds its fields to the writer.</summary>
    public Utf8JsonWriter Ok()
    {
        Restart();
        V2ReplyWriter.Begin(_json, _requestId, _clientRequestId);
        return _json;
    }

    /// <summary>Opens a reply that reports an error.</summary>
    public Utf8JsonWriter Failed(CmqError error)
    {
        Restart();
        V2ReplyWriter.Begin(_json, error, _requestId, _clientRequestId);
        return _json;
    }

    public void Close() => V2ReplyWriter.End(_json);

    public void Dispose()
    {
        _json.Dispose();
        _output.Dispose();
    }

    private void Restart()
    {
        _output.Clear();
        _json.Reset();
    }
}
