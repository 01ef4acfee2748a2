using System.Text.Json;
using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>A reply that is being written. Until it is closed it can be begun again, so a failure never leaves half a reply.</summary>
internal abstract class Reply : IDisposable
{
    /// <summary>Why a request is refused whatever its action is.</summary>
    protected const string WhyUnauthorized = "The server accepts unsigned requests only from programs of its machine, and a web page may have sent this one. The server's log names the header that shows it.";

    private const string Success = "0";

    private readonly PooledBufferWriter _output = new();

    protected Reply() => Json = new Utf8JsonWriter(_output, V2ReplyWriter.Options);

    protected Utf8JsonWriter Json { get; }

    /// <summary>The reply's media type.</summary>
    public virtual string ContentType => "application/json; charset=utf-8";

    /// <summary>The reply's code; <c>0</c>: success.</summary>
    public string Code { get; protected set; } = Success;

    /// <summary>The text of the error that the reply reports; <see langword="null"/>: success.</summary>
    public string? Error { get; protected set; }

    /// <summary>What is known of the error beyond its text, whether or not the client learns it; <see langword="null"/>: nothing.</summary>
    public string? Detail { get; protected set; }

    /// <summary>Prepares for a request.</summary>
    /// <param name="requestId">The request's number, for protocols whose replies carry it.</param>
    public virtual void Reset(long requestId)
    {
    }

    /// <summary>Begins a reply that reports success; the action adds its fields to the writer.</summary>
    public abstract Utf8JsonWriter Ok();

    /// <summary>Begins a reply that reports a failure.</summary>
    public abstract void Failed(CmqServiceException failure);

    /// <summary>Begins a reply that refuses a request whatever its action is.</summary>
    public abstract void Unauthorized();

    /// <summary>Ends the reply.</summary>
    /// <returns>Its bytes, valid until the reply is used again.</returns>
    public ReadOnlyMemory<byte> Close()
    {
        End();
        return _output.WrittenMemory;
    }

    public void Dispose()
    {
        Json.Dispose();
        _output.Dispose();
    }

    /// <summary>Ends what <see cref="Ok"/> and <see cref="Failed"/> began, and flushes.</summary>
    protected abstract void End();

    /// <summary>Clears the reply, and frees its memory when it has become large.</summary>
    public void Clear()
    {
        Json.Reset();
        _output.Clear();
    }

    protected void Restart()
    {
        Code = Success;
        Error = null;
        Detail = null;
        Clear();
    }
}
