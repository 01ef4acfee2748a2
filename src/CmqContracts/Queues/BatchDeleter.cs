using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Deletes any number of received messages in batches and remembers what became of each.</summary>
internal sealed class BatchDeleter<TMessage>(ICmqService service, CmqLimits limits, string queueName)
{
    /// <summary>A message that has no more time than this does not wait for others to be deleted with it.</summary>
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    private readonly List<ReceivedMessage<TMessage>> _batch = new((int)limits.BatchSize.Maximum);
    private readonly List<ReceivedMessage<TMessage>> _all = [];

    /// <summary>What became of each handle, which is deleted once, however often it was given.</summary>
    private readonly Dictionary<string, Fate> _fates = [];
    private bool _wasCanceled;

    /// <summary>Deletes messages as they are taken.</summary>
    /// <returns>One entry per message, in order.</returns>
    /// <exception cref="DeleteCanceledException">The call was cancelled before all messages were deleted.</exception>
    public async ValueTask<BatchDeleteResult> DeleteAllAsync(IEnumerable<ReceivedMessage<TMessage>> messages, CancellationToken cancellationToken)
    {
        bool isCollection = messages.TryGetNonEnumeratedCount(out _);
        foreach (ReceivedMessage<TMessage> message in messages)
        {
            await AddAsync(message ?? throw new ArgumentException("A message is null.", nameof(messages)), cancellationToken).ConfigureAwait(false);
            // The entries of a collection are complete, also where nothing more is deleted.
            if (_wasCanceled && !isCollection)
                break;
        }

        if (_batch.Count > 0)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        BatchDeleteResult result = new() { Entries = _all.ConvertAll(EntryOf) };
        return _wasCanceled ? throw new DeleteCanceledException(result, cancellationToken) : result;
    }

    /// <summary>The error of a message that could not be deleted, with the fix.</summary>
    public static CmqServiceException Explain(DeleteMessageFailure failure, string queueName, string messageId) => new(
        failure.Error,
        failure.Error.Is(CmqErrors.ReceiptHandleInvalid)
            ? $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted: its visibility ended, it was received again, or it is gone. Delete before VisibleAgainAt, or raise the queue's visibilityTimeout."
            : $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted.");

    private async ValueTask AddAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken)
    {
        _all.Add(message);
        if (!_fates.TryAdd(message.ReceiptHandle, default))
            return;
        _batch.Add(message);
        if (_batch.Count == limits.BatchSize.Maximum || cancellationToken.IsCancellationRequested || _batch.Exists(static waiting => waiting.HandlingEndsAt.TimeLeft is var left && left > TimeSpan.Zero && left <= LeastTime))
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private DeleteEntry EntryOf(ReceivedMessage<TMessage> message)
    {
        Fate fate = _fates[message.ReceiptHandle];
        return new DeleteEntry { MessageId = message.MessageId, Error = fate.Error, KnownOutcome = fate.Known };
    }

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync(_batch, cancellationToken).ConfigureAwait(false);
        _batch.Clear();
    }

    /// <summary>Deletes a part of the batch, and its halves where the service takes fewer at once, and notes what became of each message.</summary>
    private async ValueTask DeleteAsync(List<ReceivedMessage<TMessage>> part, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            _wasCanceled = true;
            Note(part, new Fate(new OperationCanceledException(cancellationToken), CmqOutcome.NotSent));
            return;
        }

        try
        {
            DeleteMessagesRequest request = new(queueName, part.ConvertAll(static message => message.ReceiptHandle));
            RequestRules.Check(request, limits);
            IReadOnlyList<DeleteMessageFailure> failures = Answers.Failures(await service.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false), request);
            foreach (ReceivedMessage<TMessage> message in part)
            {
                if (failures.FirstOrDefault(failure => failure.ReceiptHandle == message.ReceiptHandle) is { } failure)
                    _fates[message.ReceiptHandle] = new Fate(Explain(failure, queueName, message.MessageId), null);
            }
        }
        catch (Exception e)
        {
            if (part.Count > 1 && BatchRefusal.MayPassInParts(e))
            {
                await DeleteAsync(part.GetRange(0, part.Count / 2), cancellationToken).ConfigureAwait(false);
                await DeleteAsync(part.GetRange(part.Count / 2, part.Count - (part.Count / 2)), cancellationToken).ConfigureAwait(false);
                return;
            }

            _wasCanceled |= e is OperationCanceledException && cancellationToken.IsCancellationRequested;
            Note(part, new Fate(e, null));
        }
    }

    private void Note(List<ReceivedMessage<TMessage>> part, Fate fate)
    {
        foreach (ReceivedMessage<TMessage> message in part)
            _fates[message.ReceiptHandle] = fate;
    }

    /// <summary>What became of a handle: its error, and the outcome where that does not say it.</summary>
    private readonly record struct Fate(Exception? Error, CmqOutcome? Known);
}
