using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The v2 actions of the inspector, which are ours. A deletion or a move is carried out even if its client disconnects.</summary>
internal static class V2InspectActions
{
    /// <summary>An action whose refusals say in the field <c>detail</c> what a person needs beyond the error: its clients are ours, and read it.</summary>
    public static Func<V2Context, ValueTask> WithDetail(Func<V2Context, ValueTask> action) => async context =>
    {
        try
        {
            await action(context).ConfigureAwait(false);
        }
        catch (CmqServiceException e) when (e.Detail is not null)
        {
            context.Reply.FailedWithDetail(e);
        }
    };

    public static async ValueTask MessagesAsync(V2Context context)
    {
        PeekMessagesRequest request = InspectMessagesForm.Read(context.Parameters);
        request = request with { MaxBytes = V2PageBudget.Reserve(context, request.MaxBytes, request.MaxBodyBytes, request.MaxMessages) };
        InspectMessagesForm.WriteReply(context.Reply.Ok(), await context.Inspector.PeekMessagesAsync(request, context.Aborted).ConfigureAwait(false));
    }

    public static async ValueTask MessageAsync(V2Context context)
    {
        FindMessageRequest request = InspectMessageForm.Read(context.Parameters);
        InspectMessageForm.WriteReply(context.Reply.Ok(), await context.Inspector.FindMessageAsync(request, context.Aborted).ConfigureAwait(false));
    }

    public static async ValueTask SearchAsync(V2Context context)
    {
        SearchMessagesRequest request = InspectSearchForm.Read(context.Parameters);
        request = request with { MaxBytes = V2PageBudget.Reserve(context, request.MaxBytes, request.MaxBodyBytes, request.MaxMessages) };
        InspectSearchForm.WriteReply(context.Reply.Ok(), await context.Inspector.SearchMessagesAsync(request, context.Aborted).ConfigureAwait(false));
    }

    public static async ValueTask RewindCountAsync(V2Context context) =>
        InspectRewindForm.WriteCount(context.Reply.Ok(), await context.Inspector.CountRewindAsync(RewindQueueForm.Read(context.Parameters), context.Aborted).ConfigureAwait(false));

    public static async ValueTask RewindProfileAsync(V2Context context) =>
        InspectRewindForm.WriteProfile(context.Reply.Ok(), await context.Inspector.GetRewindProfileAsync(context.Parameters.RequireString("queueName"), context.Aborted).ConfigureAwait(false));

    public static async ValueTask DeleteAsync(V2Context context) =>
        MessageActionResultForm.WriteReply(context.Reply.Ok(), await context.Inspector.DeleteMessagesAsync(InspectActForm.ReadDelete(context.Parameters)).ConfigureAwait(false));

    public static async ValueTask MoveAsync(V2Context context) =>
        MessageActionResultForm.WriteReply(context.Reply.Ok(), await context.Inspector.MoveMessagesAsync(InspectActForm.ReadMove(context.Parameters)).ConfigureAwait(false));

    public static async ValueTask StartJobAsync(V2Context context) =>
        MessageJobForm.WriteReply(context.Reply.Ok(), await context.Inspector.StartJobAsync(InspectStartJobForm.Read(context.Parameters)).ConfigureAwait(false));

    public static async ValueTask JobsAsync(V2Context context) =>
        MessageJobForm.WriteListReply(context.Reply.Ok(), await context.Inspector.ListJobsAsync(context.Aborted).ConfigureAwait(false), withFilterTexts: context.Key?.Permits(CmqKeyAccess.Inspect) != false);

    public static async ValueTask CancelJobAsync(V2Context context) =>
        MessageJobForm.WriteReply(context.Reply.Ok(), await context.Inspector.CancelJobAsync(context.Parameters.RequireString("jobId"), context.Aborted).ConfigureAwait(false));

    public static async ValueTask QueuesAsync(V2Context context) =>
        InspectQueuesForm.WriteReply(context.Reply.Ok(), await context.Inspector.DescribeQueuesAsync(InspectQueuesForm.Read(context.Parameters, context.Limits), context.Aborted).ConfigureAwait(false));
}
