using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CmqContracts.Server;

/// <summary>
/// Reserves memory for the heads of a connection's requests (request line and headers): Kestrel buffers them while they arrive, before any
/// code of the server runs, and keeps them as text until the connection's next request. It wraps the pipe that Kestrel reads from.
/// </summary>
internal sealed class RequestHead : PipeReader
{
    /// <summary>The size up to which heads are not counted, in bytes. Those of real clients are smaller, unless a GET carries a message.</summary>
    public const int UsualBytes = 4 * 1024;

    /// <summary>How many bytes Kestrel keeps of each byte of a head: it has the request line as a whole and in parts, with two bytes per character.</summary>
    public const int TextBytes = 4;

    private readonly PipeReader _input;
    private readonly ConnectionContext _connection;
    private Position _position = Position.Head;
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
        Reservation = new BufferBudget.Reservation(budget);
    }

    /// <summary>The connection's share of the buffer budget.</summary>
    public BufferBudget.Reservation Reservation { get; }

    /// <summary>The instance of a request's connection.</summary>
    public static RequestHead Of(HttpContext http) => http.Features.GetRequiredFeature<RequestHead>();

    /// <summary>Serves a connection and counts its heads.</summary>
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
            head.Reservation.End(Connections.BytesEach(tls: false));
        }
    }

    /// <summary>Called when a head is complete: the next bytes are a body, and Kestrel has freed the head before.</summary>
    public void BeginAnswer()
    {
        _position = Position.Body;
        if (Reservation.Head == 0)
            return;
        Reservation.Pin();
        if (_text == 0)
            Reservation.ReleaseHead();
        else if (_keptText > 0)
            Reservation.TryReserveHead(_text);
    }

    /// <summary>
    /// Called when a request is answered: the next bytes are the rest of its body, and then the next head. The connection may be evicted now; it
    /// keeps this head until the next one is complete.
    /// </summary>
    /// <param name="features">The request's features, which Kestrel reuses for the next one.</param>
    public void EndAnswer(IFeatureCollection features)
    {
        _position = Position.Rest;
        (_features, _revision) = (features, features.Revision);
        Reservation.Release();
        (_text, _keptText) = (0, Reservation.Head);
        if (_keptText > 0)
            Reservation.Unpin(unread: false, _connection.Abort);
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
        if (_position == Position.Head)
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

    /// <summary>Whether a head is being read. After an answer Kestrel reads and discards the rest of the body; then it resets its features and reads a head.</summary>
    private bool IsAtHead()
    {
        if (_position == Position.Rest && _features!.Revision != _revision)
            (_position, _consumed) = (Position.Head, 0);
        return _position == Position.Head;
    }

    /// <summary>Kestrel examines the head only, and consumes what it has converted to text.</summary>
    private void Count(SequencePosition consumed, SequencePosition examined)
    {
        long bytes = _consumed + _read.Slice(0, examined).Length;
        _consumed += _read.Slice(0, consumed).Length;
        if (bytes <= UsualBytes)
            return;
        if (Reservation.Head == 0)
            Reservation.Unpin(unread: false, _connection.Abort);
        _text = Math.Min(bytes, Connections.MaxHeadBytes) * TextBytes;
        if (!Reservation.TryReserveHead(_keptText + _text))
            _connection.Abort();
    }

    private enum Position
    {
        /// <summary>A head is being read.</summary>
        Head,

        /// <summary>A request is being answered, and its body may be read.</summary>
        Body,

        /// <summary>A request is answered, and the rest of its body is discarded.</summary>
        Rest,
    }

    private sealed class Duplex(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input => input;

        public PipeWriter Output => output;
    }
}
