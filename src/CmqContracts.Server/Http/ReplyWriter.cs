using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Writes answers as fast as clients read them. One that is not read in one go is reserved in the budget, and may be evicted.</summary>
internal static class ReplyWriter
{
    public static async ValueTask WriteAsync(HttpContext http, ReadOnlyMemory<byte> reply, BufferBudget.Reservation reservation)
    {
        PipeWriter output = http.Response.BodyWriter;
        bool unpinned = false;
        int length = reply.Length;
        while (!reply.IsEmpty)
        {
            // In chunks, because Kestrel copies what it is given.
            int chunk = Math.Min(reply.Length, Connections.WriteBytes);
            ValueTask<FlushResult> writing = output.WriteAsync(reply[..chunk], CancellationToken.None);
            if (!writing.IsCompleted && !unpinned)
            {
                unpinned = true;
                if (!reservation.TryReserve(length + chunk))
                    http.Abort();
                reservation.Unpin(unread: true, http.Abort);
            }

            FlushResult result = await writing.ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled)
                return;
            if (unpinned)
                reservation.Progress();
            reply = reply[chunk..];
        }
    }
}
