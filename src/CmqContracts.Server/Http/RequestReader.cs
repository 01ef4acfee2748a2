using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using CmqContracts.Protocol.Wire;
using Microsoft.AspNetCore.Http;

namespace CmqContracts.Server;

/// <summary>Reads a request's parameters or body. The Content-Type is ignored: real clients send any, or none.</summary>
internal static class RequestReader
{
    /// <summary>How long the rest of a refused body is read before the request is answered.</summary>
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(10);

    /// <summary>How a large body is buffered: in pooled segments, so that nothing is copied while it grows.</summary>
    private static readonly PipeOptions LargeBody = new(pool: MemoryPool<byte>.Shared, pauseWriterThreshold: 0, minimumSegmentSize: BufferBudget.SmallBytes, useSynchronizationContext: false);

    /// <summary>Reads the parameters: a POST's from its body, and from the query when that is empty.</summary>
    /// <exception cref="CmqServiceException">The method is neither GET nor POST, the body is larger than allowed, or the buffer budget is exceeded.</exception>
    public static async ValueTask ReadFormAsync(HttpRequest request, RequestBuffers buffers, CmqServerOptions options)
    {
        if (IsPost(request))
            await ReadToEndAsync(request, buffers, options, static (body, buffers) => AddForm(body, buffers.Parameters)).ConfigureAwait(false);
        if (buffers.Parameters.Count == 0)
            ReadQuery(request, buffers.Parameters);
    }

    /// <summary>Reads a POST's body as it is, and a GET's parameters.</summary>
    /// <exception cref="CmqServiceException">The method is neither GET nor POST, the body is larger than allowed, or the buffer budget is exceeded.</exception>
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
        return post || HttpMethods.IsGet(request.Method) ? post : throw new CmqServiceException(CmqErrors.UnexpectedHttpMethod(request.Method));
    }

    /// <summary>Reads a body to its end. Most bodies have arrived completely and are used directly from Kestrel's buffer.</summary>
    private static async ValueTask ReadToEndAsync(HttpRequest request, RequestBuffers buffers, CmqServerOptions options, Action<ReadOnlySequence<byte>, RequestBuffers> use)
    {
        PipeReader body = request.BodyReader;
        ReadResult result = await body.ReadAsync().ConfigureAwait(false);
        if (!result.IsCompleted || result.Buffer.Length > options.MaxRequestBytes)
        {
            await BufferAsync(request, result, buffers, options, use).ConfigureAwait(false);
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

    /// <summary>Reads a body as it arrives, within the buffer budget: a small one stays in Kestrel's buffer, a large one is moved to memory of its own.</summary>
    private static async ValueTask BufferAsync(HttpRequest request, ReadResult result, RequestBuffers buffers, CmqServerOptions options, Action<ReadOnlySequence<byte>, RequestBuffers> use)
    {
        PipeReader body = request.BodyReader;
        BufferBudget.Reservation reservation = buffers.Reservation;
        Pipe? large = null;
        long buffered = 0, lastChunk = 0;

        // A large head is kept for longer than its request, so an eviction has to end the connection.
        reservation.Unpin(unread: false, reservation.Head > 0 ? request.HttpContext.Abort : body.CancelPendingRead);
        try
        {
            while (true)
            {
                long length = buffered + result.Buffer.Length;
                if (length > options.MaxRequestBytes)
                    throw new CmqServiceException(CmqErrors.CannotParseRequest);
                if (!reservation.TryReserve(length))
                    throw Evicted();
                if (result.IsCompleted)
                    break;
                if (length - lastChunk >= BufferBudget.SmallBytes)
                {
                    reservation.Progress();
                    lastChunk = length;
                }

                if (length > BufferBudget.SmallBytes)
                {
                    large ??= new Pipe(LargeBody);
                    await MoveAsync(result.Buffer, large.Writer).ConfigureAwait(false);
                    buffered = length;
                    body.AdvanceTo(result.Buffer.End);
                }
                else
                {
                    body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                }

                result = await body.ReadAsync().ConfigureAwait(false);
            }

            if (reservation.Pin())
                throw Evicted();
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
            reservation.Release();
            body.AdvanceTo(result.Buffer.End);
            if (reservation.Head > 0 && e.Error == CmqErrors.QpsThrottling)
                request.HttpContext.Abort();
            else
                await DrainAsync(request, result, reservation, options.TimeProvider).ConfigureAwait(false);
            throw;
        }
        finally
        {
            // A body that ends with an error leaves the reservation unpinned; its answer must not be evicted as an incomplete request.
            reservation.Pin();
            Discard(large);
        }
    }

    private static CmqServiceException Evicted() =>
        new(CmqErrors.QpsThrottling, "The server buffers too many incomplete requests, and this one was the slowest. Send it again later.");

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

    /// <summary>Reads and discards the rest of a body for a limited time, because a client that is still sending does not read the answer. If the body does not end in that time, the connection is closed after the answer.</summary>
    private static async ValueTask DrainAsync(HttpRequest request, ReadResult result, BufferBudget.Reservation reservation, TimeProvider time)
    {
        PipeReader body = request.BodyReader;
        if (reservation.Head > 0)
            reservation.Unpin(unread: false, request.HttpContext.Abort);
        using CancellationTokenSource timeout = new(DrainTime, time);

        // A read that is cancelled by a token stays pending, and Kestrel could not discard the rest.
        using CancellationTokenRegistration end = timeout.Token.UnsafeRegister(static body => ((PipeReader)body!).CancelPendingRead(), body);
        while (!result.IsCompleted && !timeout.IsCancellationRequested)
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
