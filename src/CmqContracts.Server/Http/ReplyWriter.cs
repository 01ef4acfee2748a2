using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Writes answers as fast as clients read them. One that is not read at once counts in the budget, and is cut when that is short.</summary>
internal static class ReplyWriter
{
    public static async ValueTask WriteAsync(HttpContext http, ReadOnlyMemory<byte> reply, BufferBudget.Holding holding)
    {
        PipeWriter output = http.Response.BodyWriter;
        bool exposed = false;
        int length = reply.Length;
        while (!reply.IsEmpty)
        {
            // In pieces, because what is given to Kestrel it copies.
            int piece = Math.Min(reply.Length, Connections.WriteBytes);
            ValueTask<FlushResult> writing = output.WriteAsync(reply[..piece], CancellationToken.None);
            if (!writing.IsCompleted && !exposed)
            {
                exposed = true;
                if (!holding.TryHold(length + piece))
                    http.Abort();
                holding.Expose(unread: true, http.Abort);
            }

            FlushResult result = await writing.ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled)
                return;
            if (exposed)
                holding.Progress();
            reply = reply[piece..];
        }
    }
}
