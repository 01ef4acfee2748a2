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
    private readonly Dictionary<string, Exception?> _errors = [];

    public async ValueTask AddAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken)
    {
        _all.Add(message);
        if (!_errors.TryAdd(message.ReceiptHandle, null))
            return;
        _batch.Add(message);
        if (_batch.Count == limits.BatchSize.Maximum || _batch.Exists(static waiting => waiting.HandlingEndsAt.TimeLeft is var left && left > TimeSpan.Zero && left <= LeastTime))
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<BatchDeleteResult> FinishAsync(CancellationToken cancellationToken)
    {
        if (_batch.Count > 0)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        return new BatchDeleteResult { Entries = _all.ConvertAll(message => new DeleteEntry { MessageId = message.MessageId, Error = _errors[message.ReceiptHandle] }) };
    }

    /// <summary>The error of a message that could not be deleted, with the fix.</summary>
    public static CmqServiceException Explain(DeleteMessageFailure failure, string queueName, string messageId) => new(
        failure.Error,
        failure.Error.Is(CmqErrors.ReceiptHandleInvalid)
            ? $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted: its visibility ended, it was received again, or it is gone. Delete before VisibleAgainAt, or raise the queue's visibilityTimeout."
            : $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted.");

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        await DeleteAsync(_batch, cancellationToken).ConfigureAwait(false);
        _batch.Clear();
    }

    /// <summary>Deletes a part of the batch, and its halves where the service takes fewer at once, and notes what became of each message.</summary>
    private async ValueTask DeleteAsync(List<ReceivedMessage<TMessage>> part, CancellationToken cancellationToken)
    {
        try
        {
            DeleteMessagesRequest request = new(queueName, part.ConvertAll(static message => message.ReceiptHandle));
            RequestRules.Check(request, limits);
            IReadOnlyList<DeleteMessageFailure> failures = Answers.Failures(await service.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false), request);
            foreach (ReceivedMessage<TMessage> message in part)
            {
                if (failures.FirstOrDefault(failure => failure.ReceiptHandle == message.ReceiptHandle) is { } failure)
                    _errors[message.ReceiptHandle] = Explain(failure, queueName, message.MessageId);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (part.Count > 1 && BatchRefusal.MayPassInParts(e))
            {
                await DeleteAsync(part.GetRange(0, part.Count / 2), cancellationToken).ConfigureAwait(false);
                await DeleteAsync(part.GetRange(part.Count / 2, part.Count - (part.Count / 2)), cancellationToken).ConfigureAwait(false);
                return;
            }

            foreach (ReceivedMessage<TMessage> message in part)
                _errors[message.ReceiptHandle] = e;
        }
    }
}
