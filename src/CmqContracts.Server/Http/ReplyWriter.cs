using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Writes answers as fast as clients read them. One that is not read at once counts in the budget, and is cut when that is short.</summary>
internal static class ReplyWriter
{
    public static async ValueTask WriteAsync(HttpContext http, ReadOnlyMemory<byte> reply, BufferBudget.Holding holding)
    {
        PipeWriter output = http.Response.BodyWriter;
        if (reply.Length <= BufferBudget.SmallBytes)
        {
            ValueTask<FlushResult> writing = output.WriteAsync(reply, CancellationToken.None);
            if (!writing.IsCompleted)
            {
                if (!holding.TryHold(reply.Length))
                    http.Abort();
                holding.Expose(unread: true, http.Abort);
            }

            await writing.ConfigureAwait(false);
            return;
        }

        // In pieces, because what is given to Kestrel it copies.
        holding.Expose(unread: true, http.Abort);
        while (!reply.IsEmpty)
        {
            int length = Math.Min(reply.Length, BufferBudget.SmallBytes);
            FlushResult result = await output.WriteAsync(reply[..length], CancellationToken.None).ConfigureAwait(false);
            if (result.IsCompleted || result.IsCanceled)
                return;
            holding.Progress();
            reply = reply[length..];
        }
    }
}
