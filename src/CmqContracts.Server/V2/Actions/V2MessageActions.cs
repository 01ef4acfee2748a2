using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions on messages. A send or a delete is carried out even if its client disconnects.</summary>
internal static class V2MessageActions
{
    public static async ValueTask SendAsync(V2Context context)
    {
        IReadOnlyList<string> ids = await context.Service.SendMessagesAsync(SendMessagesForm.ReadSingle(context.Parameters)).ConfigureAwait(false);
        SendMessagesForm.WriteSingleReply(context.Reply.Ok(), ids[0]);
    }

    public static async ValueTask BatchSendAsync(V2Context context)
    {
        IReadOnlyList<string> ids = await context.Service.SendMessagesAsync(SendMessagesForm.ReadBatch(context.Parameters, context.Limits)).ConfigureAwait(false);
        SendMessagesForm.WriteBatchReply(context.Reply.Ok(), ids);
    }

    public static async ValueTask ReceiveAsync(V2Context context)
    {
        IReadOnlyList<CmqMessage> messages = await ReceiveAsync(context, ReceiveMessagesForm.ReadSingle(context.Parameters, context.Limits)).ConfigureAwait(false);
        if (messages.Count == 0)
            context.Reply.Failed(CmqErrors.NoMessage);
        else
            ReceiveMessagesForm.WriteMessage(context.Reply.Ok(), messages[0]);
    }

    public static async ValueTask BatchReceiveAsync(V2Context context)
    {
        IReadOnlyList<CmqMessage> messages = await ReceiveAsync(context, ReceiveMessagesForm.ReadBatch(context.Parameters, context.Limits)).ConfigureAwait(false);
        if (messages.Count == 0)
            context.Reply.Failed(CmqErrors.NoMessage);
        else
            ReceiveMessagesForm.WriteBatchReply(context.Reply.Ok(), messages);
    }

    public static async ValueTask DeleteAsync(V2Context context)
    {
        IReadOnlyList<DeleteMessageFailure> failures = await context.Service.DeleteMessagesAsync(DeleteMessagesForm.ReadSingle(context.Parameters)).ConfigureAwait(false);
        if (failures.Count == 0)
            context.Reply.Ok();
        else
            context.Reply.Failed(failures[0].Error);
    }

    public static async ValueTask BatchDeleteAsync(V2Context context)
    {
        DeleteMessagesRequest request = DeleteMessagesForm.ReadBatch(context.Parameters, context.Limits);
        IReadOnlyList<DeleteMessageFailure> failures = await context.Service.DeleteMessagesAsync(request).ConfigureAwait(false);
        CmqError? error = DeleteMessagesForm.BatchError(failures, request.ReceiptHandles.Count);
        DeleteMessagesForm.WriteBatchReply(error is null ? context.Reply.Ok() : context.Reply.Failed(error), failures);
    }

    private static async ValueTask<IReadOnlyList<CmqMessage>> ReceiveAsync(V2Context context, ReceiveMessagesRequest request)
    {
        // A waiting receive keeps neither its request nor a reservation.
        context.Buffers.ForgetRequest();
        context.Buffers.Reservation.Release();
        request = request with { AnswerEarly = context.AnswerEarly, ReplyBudget = new V2ReplyBudget(context.Buffers.Reservation) };
        KeyLifetime lifetime = context.KeyLifetime;
        IReadOnlyList<CmqMessage> messages;
        using (CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.Aborted, lifetime.End))
        {
            try
            {
                messages = await context.Service.ReceiveMessagesAsync(request, end.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lifetime.IsStopping && !context.Aborted.IsCancellationRequested)
            {
                // The server is stopping, so waits end. This one may have ended before the queue was read.
                messages = await context.Service.ReceiveMessagesAsync(request with { PollingWaitSeconds = 0 }, context.Aborted).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (lifetime.Refusal is not null)
            {
                messages = [];
            }
        }

        // Messages that were received at the moment when the key ended become visible again by themselves.
        return lifetime.Refusal is { } refusal ? throw new CmqServiceException(refusal) : messages;
    }
}
