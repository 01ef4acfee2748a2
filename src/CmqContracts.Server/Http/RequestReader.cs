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
    /// <summary>Reads the parameters: a POST's from its body, and from the query when that is empty.</summary>
    /// <exception cref="CmqException">The method is neither GET nor POST, or the body is larger than allowed.</exception>
    public static async ValueTask ReadFormAsync(HttpRequest request, V2Parameters parameters, long maxBytes)
    {
        if (IsPost(request))
        {
            ReadOnlySequence<byte> body = await ReadToEndAsync(request.BodyReader, maxBytes).ConfigureAwait(false);
            try
            {
                AddForm(body, parameters);
            }
            finally
            {
                request.BodyReader.AdvanceTo(body.End);
            }
        }

        if (parameters.Count == 0)
            ReadQuery(request, parameters);
    }

    /// <summary>Reads a POST's body as it is, and a GET's parameters.</summary>
    /// <exception cref="CmqException">The method is neither GET nor POST, or the body is larger than allowed.</exception>
    public static async ValueTask ReadBodyAsync(HttpRequest request, PooledBufferWriter output, V2Parameters parameters, long maxBytes)
    {
        if (!IsPost(request))
        {
            ReadQuery(request, parameters);
            return;
        }

        ReadOnlySequence<byte> body = await ReadToEndAsync(request.BodyReader, maxBytes).ConfigureAwait(false);
        foreach (ReadOnlyMemory<byte> part in body)
            output.Write(part.Span);
        request.BodyReader.AdvanceTo(body.End);
    }

    private static void ReadQuery(HttpRequest request, V2Parameters parameters)
    {
        if (request.QueryString.Value is { Length: > 1 } query)
            parameters.AddForm(Encoding.UTF8.GetBytes(query, 1, query.Length - 1));
    }

    private static bool IsPost(HttpRequest request)
    {
        bool post = HttpMethods.IsPost(request.Method);
        return post || HttpMethods.IsGet(request.Method) ? post : throw new CmqException(CmqErrors.MethodNotSupported(request.Method));
    }

    private static async ValueTask<ReadOnlySequence<byte>> ReadToEndAsync(PipeReader body, long maxBytes)
    {
        ReadResult result = await body.ReadAsync().ConfigureAwait(false);
        while (!result.IsCompleted && result.Buffer.Length <= maxBytes)
        {
            body.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result = await body.ReadAsync().ConfigureAwait(false);
        }

        if (result.Buffer.Length <= maxBytes)
            return result.Buffer;

        // A client that is still writing reads no answer, so the rest is taken in and dropped; the server cuts off what never ends.
        while (!result.IsCompleted)
        {
            body.AdvanceTo(result.Buffer.End);
            result = await body.ReadAsync().ConfigureAwait(false);
        }

        body.AdvanceTo(result.Buffer.End);
        throw new CmqException(CmqErrors.RequestUnreadable);
    }

    private static void AddForm(ReadOnlySequence<byte> body, V2Parameters parameters)
    {
        if (body.IsSingleSegment)
        {
            parameters.AddForm(body.FirstSpan);
            return;
        }

        using PooledBufferWriter whole = new((int)body.Length);
        foreach (ReadOnlyMemory<byte> part in body)
            whole.Write(part.Span);
        parameters.AddForm(whole.WrittenSpan);
    }
}
