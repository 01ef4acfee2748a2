using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>Deletes any number of received messages in batches and remembers what became of each.</summary>
internal sealed class BatchDeleter<TMessage>(ICmqService service, CmqLimits limits, string queueName)
{
    private readonly List<ReceivedMessage<TMessage>> _waiting = new((int)limits.BatchSize.Maximum);
    private readonly List<DeleteEntry> _entries = [];

    public async ValueTask AddAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken)
    {
        _waiting.Add(message);
        if (_waiting.Count == limits.BatchSize.Maximum)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<BatchDeleteResult> FinishAsync(CancellationToken cancellationToken)
    {
        if (_waiting.Count > 0)
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        return new BatchDeleteResult { Entries = _entries };
    }

    /// <summary>The error of a message that could not be deleted, with the fix.</summary>
    public static CmqServiceException Explain(DeleteMessageFailure failure, string queueName, string messageId) => new(
        failure.Error,
        failure.Error.Is(CmqErrors.ReceiptHandleInvalid)
            ? $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted: its visibility ended, it was received again, or it is gone. Delete before VisibleAgainAt, or raise the queue's visibilityTimeout."
            : $"Message {ShownText.Of(messageId)} of queue '{queueName}' was not deleted.");

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        string[] handles = _waiting.ConvertAll(static message => message.ReceiptHandle).ToArray();
        try
        {
            DeleteMessagesRequest request = new(queueName, handles);
            RequestRules.Check(request, limits);
            IReadOnlyList<DeleteMessageFailure> failures = Answers.Failures(await service.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false), request);
            foreach (ReceivedMessage<TMessage> message in _waiting)
            {
                DeleteMessageFailure? failure = failures.FirstOrDefault(f => f.ReceiptHandle == message.ReceiptHandle);
                _entries.Add(new DeleteEntry { MessageId = message.MessageId, Error = failure is null ? null : Explain(failure, queueName, message.MessageId) });
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            foreach (ReceivedMessage<TMessage> message in _waiting)
                _entries.Add(new DeleteEntry { MessageId = message.MessageId, Error = e });
        }

        _waiting.Clear();
    }
}
