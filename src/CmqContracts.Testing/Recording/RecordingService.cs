namespace CmqContracts.Testing;

/// <summary>Records what the broker has done with messages, and counts the calls that it has not answered.</summary>
internal sealed class RecordingService(ICmqService inner, Recorder recorder, ActivityMonitor monitor) : DelegatingCmqService(inner)
{
    public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => base.SendMessagesAsync(request, cancellationToken), _ => recorder.Add(RecordedKind.Sent, request.QueueName, request.Bodies.Select(static body => body.ToArray())));

    public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => base.PublishMessagesAsync(request, cancellationToken), _ => recorder.Add(RecordedKind.Published, request.TopicName, request.Bodies.Select(static body => body.ToArray())));

    public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => base.ReceiveMessagesAsync(request, cancellationToken), messages => recorder.AddReceived(request.QueueName, messages));

    public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(() => base.DeleteMessagesAsync(request, cancellationToken), failures => recorder.AddDeleted(request.QueueName, request.ReceiptHandles.Except(failures.Select(static failure => failure.ReceiptHandle))));

    private async ValueTask<T> CallAsync<T>(Func<ValueTask<T>> send, Action<T> record)
    {
        using IDisposable call = monitor.BeginCall();
        T answer = await send().ConfigureAwait(false);
        record(answer);
        return answer;
    }
}
