using System.Diagnostics;
using System.Runtime.ExceptionServices;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>A message handed to this consumer. Until <see cref="VisibleAgainAt"/> nobody else gets it; delete it before, or it comes back.</summary>
/// <typeparam name="TMessage">The message type.</typeparam>
public sealed class ReceivedMessage<TMessage>
{
    private readonly IQueueConsumer<TMessage> _queue;
    private readonly TMessage? _body;

    /// <summary>A message that no service handed out: what a test of a handler takes.</summary>
    /// <param name="body">The message.</param>
    /// <param name="queue">What <see cref="DeleteAsync"/> deletes from, such as a fake; <see langword="null"/>: it deletes nothing.</param>
    internal ReceivedMessage(TMessage body, IQueueConsumer<TMessage> queue)
    {
        _body = body;
        _queue = queue;
    }

    internal ReceivedMessage(IQueueConsumer<TMessage> queue, CmqMessage message, LocalDeadline handlingEndsAt, MessageCodec<TMessage> codec)
    {
        _queue = queue;
        RawBody = message.Body;
        MessageId = message.MessageId;
        ReceiptHandle = message.ReceiptHandle;
        EnqueuedAt = message.EnqueuedAt;
        FirstReceivedAt = message.FirstReceivedAt;
        VisibleAgainAt = message.VisibleAgainAt;
        HandlingEndsAt = handlingEndsAt;
        DequeueCount = message.DequeueCount;
        MessageEnvelope? envelope = null;
        try
        {
            _body = codec is EnvelopeCodec<TMessage> enveloped ? enveloped.Decode(message.Body, ref envelope) : codec.Decode(message.Body.Span);
        }
        catch (MessageFormatException e)
        {
            Error = e;
        }
        catch (Exception e)
        {
            // A constructor or converter of the user's that refuses what it reads must not take the whole batch with it.
            Error = new MessageFormatException(typeof(TMessage).Name, "$", $"a message that the type accepts ({e.GetType().Name})", e);
        }

        Envelope = envelope;
    }

    /// <summary>The message.</summary>
    /// <exception cref="MessageFormatException">The body could not be read; see <see cref="Error"/>.</exception>
    public TMessage Body
    {
        get
        {
            if (Error is not null)
                ExceptionDispatchInfo.Throw(Error);
            return _body!;
        }
    }

    /// <summary>Why the body could not be read; <see langword="null"/>: it was. The message can be deleted all the same.</summary>
    public MessageFormatException? Error { get; internal init; }

    /// <summary>The body as it came, UTF-8.</summary>
    public ReadOnlyMemory<byte> RawBody { get; internal init; }

    /// <summary>The envelope that the message came in; <see langword="null"/>: its contract has none (<see cref="CmqEnvelopeAttribute"/>), or the message came without.</summary>
    public MessageEnvelope? Envelope { get; internal init; }

    /// <summary>The service's id of the message. A resent message gets another one: to find duplicates, use a key in the body, or the <see cref="Envelope"/>'s id.</summary>
    public string MessageId { get; internal init; } = "";

    /// <summary>The key of this receive.</summary>
    public string ReceiptHandle { get; internal init; } = "";

    /// <summary>When the message was produced.</summary>
    public DateTimeOffset EnqueuedAt { get; internal init; }

    /// <summary>When the message was received for the first time.</summary>
    public DateTimeOffset FirstReceivedAt { get; internal init; }

    /// <summary>When other consumers can receive the message again, unless it is deleted before.</summary>
    public DateTimeOffset VisibleAgainAt { get; internal init; }

    /// <summary>
    /// When other consumers can receive the message again, by the clock of this process: what to go by where wall clocks may differ.
    /// <c>HandlingEndsAt.TimeLeft</c> is how long its work may still take.
    /// </summary>
    public LocalDeadline HandlingEndsAt { get; internal init; }

    /// <summary>How often the message was received, this time included.</summary>
    public int DequeueCount { get; internal init; } = 1;

    /// <summary>Which attempt to handle the message this is, as far as an envelope says.</summary>
    internal int Attempt => Envelope?.Attempt ?? 1;

    /// <summary>The span in which the message was made; <see langword="default"/>: it does not say.</summary>
    internal ActivityContext MadeIn => Envelope is { } envelope ? TraceContext.Parse(envelope.TraceParent, envelope.TraceState) : default;

    /// <summary>Deletes the message: its work is done.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ReceiptHandleInvalid"/>: its visibility ended, or it was received again.</exception>
    public Task DeleteAsync(CancellationToken cancellationToken = default) => _queue.DeleteAsync(this, cancellationToken);

    /// <summary>What is shown of the message: never its body.</summary>
    public override string ToString() => new ShownMembers($"ReceivedMessage<{typeof(TMessage).Name}>").Add(nameof(MessageId), MessageId).Add(nameof(DequeueCount), DequeueCount).Add(nameof(VisibleAgainAt), VisibleAgainAt).Add(nameof(Error), Error?.Message).ToString();
}
