using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A reply that was read whole.</summary>
/// <param name="body">Its body.</param>
/// <param name="response">What else it says.</param>
/// <param name="arrivedAt">The timestamp at which it began to arrive.</param>
internal readonly struct HttpReply(PooledBufferWriter body, HttpResponseMessage response, long arrivedAt) : IDisposable
{
    public PooledBufferWriter Body => body;

    public long ArrivedAt => arrivedAt;

    /// <summary>What time it was at the service; <see langword="null"/>: it does not say.</summary>
    public DateTimeOffset? Date => response.Headers.Date;

    public void Dispose()
    {
        body.Dispose();
        response.Dispose();
    }
}
