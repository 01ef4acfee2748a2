namespace CmqContracts;

/// <summary>What the errors of API 3.0 mean in the protocol's own codes, which are finer: where one stands for several, what was asked for tells them apart.</summary>
/// <remarks>Sources: documents 406/35950 and 1140/51177, and the codes that the public SDKs name for each action.</remarks>
internal static class Api3Errors
{
    /// <param name="code">The code, such as <c>ResourceNotFound.Topic</c>.</param>
    /// <param name="action">The action that was refused.</param>
    /// <param name="subject">What it was about.</param>
    public static CmqError Of(string code, string action, RequestSubject subject)
    {
        bool isTopic = subject.Kind == RequestSubject.Topic;
        return Family(code) switch
        {
            "ResourceInUse" => InUse(code, isTopic),
            "ResourceNotFound" => NotFound(code, action, isTopic),
            "ResourceUnavailable" => isTopic ? CmqErrors.PreviousTopicNotReleased : CmqErrors.PreviousQueueNotReleased,
            "RequestLimitExceeded" => CmqErrors.InterfaceFrequencyLimitExceeded,
            "LimitExceeded" => action == Api3Actions.Subscribe ? CmqErrors.NumberOfSubscriptionsReachedLimit : isTopic ? CmqErrors.NumberOfTopicsReachedLimit : CmqErrors.NumberOfQueuesReachedLimit,
            "UnauthorizedOperation" => CmqErrors.NoCamAuthentication,
            "AuthFailure" => code switch
            {
                "AuthFailure.SecretIdNotFound" or "AuthFailure.InvalidSecretId" => CmqErrors.SecretIdDoesNotExist,
                "AuthFailure.UnauthorizedOperation" => CmqErrors.NoCamAuthentication,
                _ => CmqErrors.AuthenticationFailed,
            },
            "InvalidAction" or "NoSuchVersion" => CmqErrors.ActionDoesNotExist,
            "UnsupportedOperation" when action == Api3Actions.Rewind => CmqErrors.QueueCannotBeRewound,
            "UnsupportedOperation" when !isTopic => CmqErrors.DeadLetterQueueNotAllowedToNest,
            "InvalidParameterValue" when action == Api3Actions.Rewind => CmqErrors.InvalidRewindTime,
            "InternalError" or "FailedOperation" => CmqErrors.ServerInternalError,
            _ => CmqErrors.InvalidRequestParameters,
        };
    }

    private static CmqError InUse(string code, bool isTopic) => code switch
    {
        "ResourceInUse.Queue" => CmqErrors.QueueAlreadyExists,
        "ResourceInUse.Topic" => CmqErrors.TopicAlreadyExists,
        "ResourceInUse.Subscription" => CmqErrors.SubscriptionAlreadyExists,
        _ => isTopic ? CmqErrors.SubscriptionsExistUnderTopic : CmqErrors.QueueIsDeadLetterQueue,
    };

    private static CmqError NotFound(string code, string action, bool isTopic) => code switch
    {
        "ResourceNotFound.Topic" => CmqErrors.TopicDoesNotExist,
        // What is created is not there by nature: the queue that it names is missing.
        _ when action == Api3Actions.CreateQueue => CmqErrors.DeadLetterQueueDoesNotExist,
        _ when action == Api3Actions.Subscribe || !isTopic => CmqErrors.QueueDoesNotExist,
        _ => CmqErrors.SubscriptionDoesNotExist,
    };

    private static string Family(string code) => code.IndexOf('.', StringComparison.Ordinal) is > 0 and int end ? code[..end] : code;
}
