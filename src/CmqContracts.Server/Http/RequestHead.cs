using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CmqContracts.Server;

/// <summary>
/// Counts the heads of a connection's requests, request line and headers, in the budget: Kestrel keeps them while they come, before any
/// of our code runs, and as text until the next request of the connection. It stands between Kestrel and the bytes that come.
/// </summary>
internal sealed class RequestHead : PipeReader
{
    /// <summary>Heads up to here are not counted. Those of real clients are smaller, unless a GET carries a message.</summary>
    public const int UsualBytes = 4 * 1024;

    /// <summary>What Kestrel keeps of each byte that came: the request line as a whole and in its parts, with two bytes a character.</summary>
    public const int TextBytes = 4;

    private readonly PipeReader _input;
    private readonly ConnectionContext _connection;
    private Part _part = Part.Head;
    private IFeatureCollection? _features;
    private int _revision;
    private ReadOnlySequence<byte> _read;
    private long _consumed;
    private long _text;
    private long _keptText;

    private RequestHead(ConnectionContext connection, BufferBudget budget)
    {
        _connection = connection;
        _input = connection.Transport.Input;
        Holding = new BufferBudget.Holding(budget);
    }

    /// <summary>What the connection holds of the server's budget.</summary>
    public BufferBudget.Holding Holding { get; }

    /// <summary>The head of a request that is being answered.</summary>
    public static RequestHead Of(HttpContext http) => http.Features.GetRequiredFeature<RequestHead>();

    /// <summary>Serves a connection, with its heads counted.</summary>
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next, BufferBudget budget)
    {
        IDuplexPipe transport = connection.Transport;
        RequestHead head = new(connection, budget);
        connection.Features.Set(head);
        connection.Transport = new Duplex(head, transport.Output);
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            connection.Transport = transport;
            head.Holding.End(Connections.BytesEach(tls: false));
        }
    }

    /// <summary>Begins to answer: the head is whole, what comes from now on is a body, and the head before is forgotten.</summary>
    public void BeginAnswer()
    {
        _part = Part.Body;
        if (Holding.Head == 0)
            return;
        Holding.Protect();
        if (_text == 0)
            Holding.ReleaseHead();
        else if (_keptText > 0)
            Holding.TryHoldHead(_text);
    }

    /// <summary>
    /// The request is answered: what comes from now on is what is left of its body, and then the next one's head. The connection may be cut,
    /// which keeps this head until then.
    /// </summary>
    /// <param name="features">The request's, which Kestrel uses again for the next one.</param>
    public void EndAnswer(IFeatureCollection features)
    {
        _part = Part.Rest;
        (_features, _revision) = (features, features.Revision);
        Holding.Release();
        (_text, _keptText) = (0, Holding.Head);
        if (_keptText > 0)
            Holding.Expose(unread: false, _connection.Abort);
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        ValueTask<ReadResult> reading = _input.ReadAsync(cancellationToken);
        if (!IsAtHead())
            return reading;
        return reading.IsCompletedSuccessfully ? new ValueTask<ReadResult>(Note(reading.Result)) : NoteAsync(reading);
    }

    public override bool TryRead(out ReadResult result)
    {
        if (!_input.TryRead(out result))
            return false;
        if (IsAtHead())
            Note(result);
        return true;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (_part == Part.Head)
            Count(consumed, examined);
        _input.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => _input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => _input.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => _input.CompleteAsync(exception);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> NoteAsync(ValueTask<ReadResult> reading) => Note(await reading.ConfigureAwait(false));

    private ReadResult Note(ReadResult result)
    {
        _read = result.Buffer;
        return result;
    }

    /// <summary>Whether what is read now is a head. After an answer Kestrel reads what is left of the body and drops it; then it makes its features new, and reads a head.</summary>
    private bool IsAtHead()
    {
        if (_part == Part.Rest && _features!.Revision != _revision)
            (_part, _consumed) = (Part.Head, 0);
        return _part == Part.Head;
    }

    /// <summary>Kestrel examines no more than the head, and consumes of it what it has made text of.</summary>
    private void Count(SequencePosition consumed, SequencePosition examined)
    {
        long bytes = _consumed + _read.Slice(0, examined).Length;
        _consumed += _read.Slice(0, consumed).Length;
        if (bytes <= UsualBytes)
            return;
        if (Holding.Head == 0)
            Holding.Expose(unread: false, _connection.Abort);
        _text = Math.Min(bytes, Connections.MostHeadBytes) * TextBytes;
        if (!Holding.TryHoldHead(_keptText + _text))
            _connection.Abort();
    }

    private enum Part
    {
        /// <summary>A head comes.</summary>
        Head,

        /// <summary>Its request is being answered, and its body may be read for that.</summary>
        Body,

        /// <summary>It is answered, and what is left of the body is dropped.</summary>
        Rest,
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
