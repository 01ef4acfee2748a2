namespace CmqContracts.Testing;

/// <summary>Records what the broker has done with messages, and counts the calls that it has not answered.</summary>
internal sealed class RecordingService(ICmqService inner, Recorder recorder, ActivityMonitor monitor) : DelegatingCmqService(inner)
{
    public override async ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable call = monitor.BeginCall();
        IReadOnlyList<string> ids = await base.SendMessagesAsync(request, cancellationToken).ConfigureAwait(false);
        recorder.Add(RecordedKind.Sent, request.QueueName, request.Bodies.Select(static body => body.ToArray()));
        return ids;
    }

    public override async ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable call = monitor.BeginCall();
        IReadOnlyList<string> ids = await base.PublishMessagesAsync(request, cancellationToken).ConfigureAwait(false);
        recorder.Add(RecordedKind.Published, request.TopicName, request.Bodies.Select(static body => body.ToArray()));
        return ids;
    }

    public override async ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable call = monitor.BeginCall();
        IReadOnlyList<CmqMessage> messages = await base.ReceiveMessagesAsync(request, cancellationToken).ConfigureAwait(false);
        recorder.AddReceived(request.QueueName, messages);
        return messages;
    }

    public override async ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using IDisposable call = monitor.BeginCall();
        IReadOnlyList<DeleteMessageFailure> failures = await base.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false);
        recorder.AddDeleted(request.QueueName, request.ReceiptHandles.Except(failures.Select(static failure => failure.ReceiptHandle)));
        return failures;
    }
}
