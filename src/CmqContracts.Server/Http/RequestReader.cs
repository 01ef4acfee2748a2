using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Reads what a request carries. What its Content-Type says does not matter: real clients send anything there, or nothing.</summary>
internal static class RequestReader
{
    /// <summary>How long the rest of a refused body is taken in before the answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Where a large body waits for its end: pieces that go back to the pool, so that nothing is copied while it grows.</summary>
    private static readonly PipeOptions LargeBody = new(pool: MemoryPool<byte>.Shared, pauseWriterThreshold: 0, minimumSegmentSize: BufferBudget.SmallBytes, useSynchronizationContext: false);

    /// <summary>Reads the parameters: a POST's from its body, and from the query when that is empty.</summary>
    /// <exception cref="CmqServiceException">The method is neither GET nor POST, the body is larger than allowed, or there is no room for it.</exception>
    public static async ValueTask ReadFormAsync(HttpRequest request, RequestBuffers buffers, CmqServerOptions options)
    {
        if (IsPost(request))
            await ReadToEndAsync(request, buffers, options, static (body, buffers) => AddForm(body, buffers.Parameters)).ConfigureAwait(false);
        if (buffers.Parameters.Count == 0)
            ReadQuery(request, buffers.Parameters);
    }

    /// <summary>Reads a POST's body as it is, and a GET's parameters.</summary>
    /// <exception cref="CmqServiceException">The method is neither GET nor POST, the body is larger than allowed, or there is no room for it.</exception>
    public static ValueTask ReadBodyAsync(HttpRequest request, RequestBuffers buffers, CmqServerOptions options)
    {
        if (IsPost(request))
            return ReadToEndAsync(request, buffers, options, static (body, buffers) => Copy(body, buffers.Body));
        ReadQuery(request, buffers.Parameters);
        return ValueTask.CompletedTask;
    }

    private static void ReadQuery(HttpRequest request, V2Parameters parameters)
    {
        if (request.QueryString.Value is { Length: > 1 } query)
            parameters.AddForm(Encoding.UTF8.GetBytes(query, 1, query.Length - 1));
    }

    private static bool IsPost(HttpRequest request)
    {
        bool post = HttpMethods.IsPost(request.Method);
        return post || HttpMethods.IsGet(request.Method) ? post : throw new CmqServiceException(CmqErrors.MethodNotSupported(request.Method));
    }

    /// <summary>Most bodies are there at once and are used where they lie.</summary>
    private static async ValueTask ReadToEndAsync(HttpRequest request, RequestBuffers buffers, CmqServerOptions options, Action<ReadOnlySequence<byte>, RequestBuffers> use)
    {
        PipeReader body = request.BodyReader;
        ReadResult result = await body.ReadAsync().ConfigureAwait(false);
        if (!result.IsCompleted || result.Buffer.Length > options.MaxRequestBytes)
        {
            await GatherAsync(request, result, buffers, options, use).ConfigureAwait(false);
            return;
        }

        try
        {
            use(result.Buffer, buffers);
        }
        finally
        {
            body.AdvanceTo(result.Buffer.End);
        }
    }

    /// <summary>Takes a body in as it comes, as far as there is room: a small one where it lies, a large one in memory of its own.</summary>
    private static async ValueTask GatherAsync(HttpRequest request, ReadResult result, RequestBuffers buffers, CmqServerOptions options, Action<ReadOnlySequence<byte>, RequestBuffers> use)
    {
        PipeReader body = request.BodyReader;
        BufferBudget.Holding holding = buffers.Holding;
        Pipe? large = null;
        long gathered = 0, lastStep = 0;

        // A large head is kept for longer than its request, so the connection has to end when this is cut.
        holding.Expose(unread: false, holding.Head > 0 ? request.HttpContext.Abort : body.CancelPendingRead);
        try
        {
            while (true)
            {
                long length = gathered + result.Buffer.Length;
                if (length > options.MaxRequestBytes)
                    throw new CmqServiceException(CmqErrors.RequestUnreadable);
                if (!holding.TryHold(length))
                    throw CameSlowest();
                if (result.IsCompleted)
                    break;
                if (length - lastStep >= BufferBudget.SmallBytes)
                {
                    holding.Progress();
                    lastStep = length;
                }

                if (length > BufferBudget.SmallBytes)
                {
                    large ??= new Pipe(LargeBody);
                    await MoveAsync(result.Buffer, large.Writer).ConfigureAwait(false);
                    gathered = length;
                    body.AdvanceTo(result.Buffer.End);
                }
                else
                {
                    body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                }

                result = await body.ReadAsync().ConfigureAwait(false);
            }

            if (holding.Protect())
                throw CameSlowest();
            if (large is null)
            {
                use(result.Buffer, buffers);
            }
            else
            {
                await MoveAsync(result.Buffer, large.Writer).ConfigureAwait(false);
                use((await large.Reader.ReadAsync().ConfigureAwait(false)).Buffer, buffers);
            }

            body.AdvanceTo(result.Buffer.End);
        }
        catch (CmqServiceException e)
        {
            Discard(large);
            holding.Release();
            body.AdvanceTo(result.Buffer.End);
            if (holding.Head > 0 && e.Error == CmqErrors.Throttled)
                request.HttpContext.Abort();
            else
                await DropAsync(request, result, holding, options.TimeProvider).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // A body that ends wrongly leaves this exposed; its answer must not be cut as an unfinished request.
            holding.Protect();
            Discard(large);
        }
    }

    private static CmqServiceException CameSlowest() =>
        new(CmqErrors.Throttled, "The server holds too many unfinished requests, and this one came slowest. Send it again later.");

    private static async ValueTask MoveAsync(ReadOnlySequence<byte> bytes, PipeWriter output)
    {
        foreach (ReadOnlyMemory<byte> part in bytes)
            output.Write(part.Span);
        await output.FlushAsync().ConfigureAwait(false);
    }

    private static void Discard(Pipe? body)
    {
        body?.Writer.Complete();
        body?.Reader.Complete();
    }

    /// <summary>A client that is still writing reads no answer, so for a while the rest is taken in and dropped. Then the connection ends with the answer.</summary>
    private static async ValueTask DropAsync(HttpRequest request, ReadResult result, BufferBudget.Holding holding, TimeProvider time)
    {
        PipeReader body = request.BodyReader;
        if (holding.Head > 0)
            holding.Expose(unread: false, request.HttpContext.Abort);
        using CancellationTokenSource patience = new(Patience, time);

        // A read that a token ends stays open, and Kestrel could not drop what is left.
        using CancellationTokenRegistration end = patience.Token.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        while (!result.IsCompleted && !patience.IsCancellationRequested)
        {
            result = await body.ReadAsync(CancellationToken.None).ConfigureAwait(false);
            body.AdvanceTo(result.Buffer.End);
        }

        if (!result.IsCompleted)
            request.HttpContext.Response.Headers.Connection = "close";
    }

    private static void Copy(ReadOnlySequence<byte> body, PooledBufferWriter output)
    {
        output.GetSpan((int)body.Length);
        foreach (ReadOnlyMemory<byte> part in body)
            output.Write(part.Span);
    }

    private static void AddForm(ReadOnlySequence<byte> body, V2Parameters parameters)
    {
        if (body.IsSingleSegment)
        {
            parameters.AddForm(body.FirstSpan);
            return;
        }

        using PooledBufferWriter whole = new();
        Copy(body, whole);
        parameters.AddForm(whole.WrittenSpan);
    }
}
