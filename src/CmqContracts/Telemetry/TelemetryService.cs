using System.Diagnostics;

namespace CmqContracts;

/// <summary>Gives requests about messages their spans and metrics. It stands outside of retries: a request is one span, however often it is tried.</summary>
internal sealed class TelemetryService(ICmqService inner, ClientTelemetry telemetry) : DelegatingCmqService(inner)
{
    public override ValueTask<IReadOnlyList<string>> SendMessagesAsync(SendMessagesRequest request, CancellationToken cancellationToken = default) =>
        CmqTelemetry.ObservesRequests && request?.Bodies is not null ? ObserveAsync(request, cancellationToken) : Inner.SendMessagesAsync(request!, cancellationToken);

    public override ValueTask<IReadOnlyList<string>> PublishMessagesAsync(PublishMessagesRequest request, CancellationToken cancellationToken = default) =>
        CmqTelemetry.ObservesRequests && request?.Bodies is not null ? ObserveAsync(request, cancellationToken) : Inner.PublishMessagesAsync(request!, cancellationToken);

    public override ValueTask<IReadOnlyList<CmqMessage>> ReceiveMessagesAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken = default) =>
        CmqTelemetry.ObservesRequests && request is not null ? ObserveAsync(request, cancellationToken) : Inner.ReceiveMessagesAsync(request!, cancellationToken);

    public override ValueTask<IReadOnlyList<DeleteMessageFailure>> DeleteMessagesAsync(DeleteMessagesRequest request, CancellationToken cancellationToken = default) =>
        CmqTelemetry.ObservesRequests && request?.ReceiptHandles is not null ? ObserveAsync(request, cancellationToken) : Inner.DeleteMessagesAsync(request!, cancellationToken);

    private ValueTask<IReadOnlyList<string>> ObserveAsync(SendMessagesRequest request, CancellationToken cancellationToken) =>
        ObserveAsync(Operation.Send, request.QueueName, request.Bodies.Count, () => Inner.SendMessagesAsync(request, cancellationToken));

    private ValueTask<IReadOnlyList<string>> ObserveAsync(PublishMessagesRequest request, CancellationToken cancellationToken) =>
        ObserveAsync(Operation.Publish, request.TopicName, request.Bodies.Count, () => Inner.PublishMessagesAsync(request, cancellationToken));

    private async ValueTask<IReadOnlyList<string>> ObserveAsync(Operation operation, string destination, int messages, Func<ValueTask<IReadOnlyList<string>>> send)
    {
        // The span of a single message was begun before it was written.
        Activity? span = IsSpanOf(Activity.Current, destination) ? null : BeginSend(operation, destination, messages);
        using Observation request = new(telemetry, operation, destination, CmqTelemetry.OperationDuration, span);
        RequestTries? tries = RequestTries.Begin();
        try
        {
            IReadOnlyList<string> ids = await send().ConfigureAwait(false);
            if (messages == 1 && ids?.Count == 1)
                span?.SetMessageId(ids[0]);
            return ids!;
        }
        catch (Exception e)
        {
            request.Fail(e);
            throw;
        }
        finally
        {
            tries?.AddTo(span ?? Activity.Current);
            CmqTelemetry.SentMessages.Add(messages, request.Tags);
        }
    }

    private async ValueTask<IReadOnlyList<CmqMessage>> ObserveAsync(ReceiveMessagesRequest request, CancellationToken cancellationToken)
    {
        using Observation receive = new(telemetry, Operation.Receive, request.QueueName, CmqTelemetry.OperationDuration, span: null);
        RequestTries? tries = RequestTries.Begin();
        DateTimeOffset startedAt = TimeProvider.System.GetUtcNow();
        try
        {
            IReadOnlyList<CmqMessage> messages = await Inner.ReceiveMessagesAsync(request, cancellationToken).ConfigureAwait(false);
            if (messages is { Count: > 0 })
            {
                CmqTelemetry.ConsumedMessages.Add(messages.Count, receive.Tags);
                Show(messages);
            }

            return messages!;
        }
        catch (Exception e)
        {
            if (!cancellationToken.IsCancellationRequested)
                Show([]);
            receive.Fail(e);
            throw;
        }

        // A poll that brings nothing has no span, so that one is begun only now.
        void Show(IReadOnlyList<CmqMessage> messages)
        {
            if (telemetry.Begin(Operation.Receive, request.QueueName, ActivityKind.Client, startedAt: startedAt) is not { } span)
                return;
            receive.Show(span);
            tries?.AddTo(span);
            if (request.MaxMessages > 1)
                span.SetTag(CmqTelemetry.MessageCount, messages.Count);
            if (messages.Count == 1)
                span.SetMessageId(messages[0]?.MessageId);
        }
    }

    private async ValueTask<IReadOnlyList<DeleteMessageFailure>> ObserveAsync(DeleteMessagesRequest request, CancellationToken cancellationToken)
    {
        Activity? span = telemetry.Begin(Operation.Delete, request.QueueName, ActivityKind.Client);
        if (request.ReceiptHandles.Count > 1)
            span?.SetTag(CmqTelemetry.MessageCount, request.ReceiptHandles.Count);
        using Observation delete = new(telemetry, Operation.Delete, request.QueueName, CmqTelemetry.OperationDuration, span);
        RequestTries? tries = RequestTries.Begin();
        try
        {
            IReadOnlyList<DeleteMessageFailure> failures = await Inner.DeleteMessagesAsync(request, cancellationToken).ConfigureAwait(false);
            if (failures is { Count: > 0 } && failures[0]?.Error is { } error)
                delete.Fail(CmqTelemetry.ErrorTypeOf(error));
            return failures!;
        }
        catch (Exception e)
        {
            delete.Fail(e);
            throw;
        }
        finally
        {
            tries?.AddTo(span);
        }
    }

    private Activity? BeginSend(Operation operation, string destination, int messages)
    {
        IReadOnlyList<Creation>? creations = Creation.Sending;
        ActivityLink[]? links = creations?.Select(static creation => new ActivityLink(creation.Context)).ToArray();
        Activity? span = telemetry.Begin(operation, destination, ActivityKind.Client, links: links);
        if (messages > 1 || creations is not null)
            span?.SetTag(CmqTelemetry.MessageCount, messages);
        return span;
    }

    private static bool IsSpanOf(Activity? span, string destination) =>
        span is { Kind: ActivityKind.Producer } && ReferenceEquals(span.Source, CmqTelemetry.Source) && Equals(span.GetTagItem(CmqTelemetry.Destination), destination);
}
