namespace CmqContracts.Protocol.Wire;

/// <summary>The parameters of InspectStartJob.</summary>
internal static class InspectStartJobForm
{
    /// <summary>Writes the request's parameters.</summary>
    public static void Write(V2Parameters parameters, MessageJobRequest request)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(request);
        parameters.Add("queueName"u8, request.QueueName);
        parameters.Add("state"u8, InspectionWords.States.Of(request.State));
        parameters.Add("jobAction"u8, InspectionWords.JobActions.Of(request.Action));
        if (request.TargetQueueName is not null)
            parameters.Add("targetQueueName"u8, request.TargetQueueName);
        if (request.Filter is { } filter)
            MessageFilterForm.Write(parameters, filter);
    }

    /// <summary>Reads a request. It has a filter if it says anything of what bodies must hold.</summary>
    public static MessageJobRequest Read(V2Parameters parameters)
    {
        MessageFilter filter = MessageFilterForm.Read(parameters);
        return new MessageJobRequest(parameters.RequireString("queueName"), InspectionWords.States.Require(parameters, "state"), InspectionWords.JobActions.Require(parameters, "jobAction"))
        {
            TargetQueueName = parameters.OptionalString("targetQueueName"),
            Filter = filter == new MessageFilter() ? null : filter,
        };
    }
}
