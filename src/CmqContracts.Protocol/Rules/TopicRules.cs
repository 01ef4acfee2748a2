using System.Text;

namespace CmqContracts.Protocol;

/// <summary>
/// Refuses requests on topics and subscriptions that break the protocol's limits, as far as this can be told without the topic.
/// </summary>
internal static class TopicRules
{
    /// <summary>Refuses a name that no topic can have.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.TopicNameFormatError"/>.</exception>
    public static void CheckTopicName(string? topicName, CmqLimits limits)
    {
        if (CmqNameRule.Explain("topic", topicName, limits) is { } wrong)
            throw new CmqServiceException(CmqErrors.TopicNameFormatError, wrong);
    }

    /// <summary>Refuses names that no topic and no subscription can have.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.TopicNameFormatError"/> or <see cref="CmqErrors.SubscriptionNameFormatError"/>.</exception>
    public static void CheckNames(string? topicName, string? subscriptionName, CmqLimits limits)
    {
        CheckTopicName(topicName, limits);
        if (CmqNameRule.Explain("subscription", subscriptionName, limits) is { } wrong)
            throw new CmqServiceException(CmqErrors.SubscriptionNameFormatError, wrong);
    }

    /// <summary>Refuses a new topic with a bad name, attribute or filter.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(CreateTopicRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckTopicName(request.TopicName, limits);
        CheckSettings(request.Settings, limits);
        if (request.Filter is not (TopicFilter.Tags or TopicFilter.RoutingKey))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange("filterType"), $"filterType is {(int)request.Filter}; it must be 1 (tags) or 2 (routing key).");
    }

    /// <summary>The attributes of a new topic: what was given, and the defaults.</summary>
    public static TopicSettings ForNewTopic(TopicSettings settings, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        TopicSettings defaults = new()
        {
            MaxMsgSize = (int?)limits.TopicMaxMsgSize.Default,
            MsgRetentionSeconds = (int?)limits.TopicMsgRetentionSeconds.Default,
        };
        return Merge(defaults, settings);
    }

    /// <summary>The attributes of a topic after a change.</summary>
    public static TopicSettings Merge(TopicSettings current, TopicSettings change)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(change);
        return new TopicSettings
        {
            MaxMsgSize = change.MaxMsgSize ?? current.MaxMsgSize,
            MsgRetentionSeconds = change.MsgRetentionSeconds ?? current.MsgRetentionSeconds,
        };
    }

    /// <summary>Refuses a change to an attribute that no topic can have.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(SetTopicAttributesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckTopicName(request.TopicName, limits);
        CheckSettings(request.Settings, limits);
    }

    /// <summary>Refuses an empty or oversized publish, and tags and keys out of range.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(PublishMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckTopicName(request.TopicName, limits);
        RequestRules.CheckBodies(request.Bodies, limits);
        CheckTagsAndKey(request.Tags, request.RoutingKey, limits);
    }

    /// <summary>Refuses what <see cref="Check(PublishMessagesRequest, CmqLimits)"/> does, and returns the request with lists of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static PublishMessagesRequest Take(PublishMessagesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with
        {
            Bodies = RequestRules.TakeBatch("msgBody", request.Bodies, limits),
            Tags = TakeList("msgTag", request.Tags, limits.MessageTags, CmqErrors.TooManyMsgTags),
        };
        Check(request, limits);
        return request;
    }

    /// <summary>Refuses tags and a routing key that no message can have.</summary>
    /// <exception cref="CmqServiceException">They break a limit.</exception>
    public static void CheckTagsAndKey(IReadOnlyList<string> tags, string? routingKey, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        CheckTags("msgTag", tags, limits.MessageTags, CmqErrors.TooManyMsgTags, limits);
        if (!string.IsNullOrEmpty(routingKey))
            CheckKey("routingKey", routingKey, limits);
    }

    /// <summary>Refuses a body that a topic does not take, and a publish without the routing key that its filter needs.</summary>
    /// <exception cref="CmqServiceException">The request breaks an attribute of the topic.</exception>
    public static void CheckAgainstTopic(PublishMessagesRequest request, int maxMsgSize, TopicFilter filter)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (ReadOnlyMemory<byte> body in request.Bodies)
            RequestRules.CheckBody(body.Length, maxMsgSize, $"Topic '{request.TopicName}' has maxMsgSize");
        if (filter == TopicFilter.RoutingKey && string.IsNullOrEmpty(request.RoutingKey))
            throw new CmqServiceException(CmqErrors.RoutingKeyMissing, $"Topic '{request.TopicName}' filters by routing key; publish with one.");
    }

    /// <summary>Refuses a subscription with a bad name, endpoint, format, tag or key.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(SubscribeRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNames(request.TopicName, request.SubscriptionName, limits);
        SubscriptionEndpoint.Check(request.Protocol, request.Endpoint, limits);
        CheckDelivery(request.NotifyStrategy, request.NotifyContentFormat);
        CheckFormat(request.Protocol, request.NotifyContentFormat, limits);
        CheckFilter(request.FilterTags, request.BindingKeys, limits);
    }

    /// <summary>Refuses what <see cref="Check(SubscribeRequest, CmqLimits)"/> does, and returns the request with lists of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static SubscribeRequest Take(SubscribeRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        request = request with
        {
            FilterTags = TakeList("filterTag", request.FilterTags, limits.FilterTags, CmqErrors.TooManyFilterTags),
            BindingKeys = TakeList("bindingKey", request.BindingKeys, limits.BindingKeys, CmqErrors.TooManyBindingKeys),
        };
        Check(request, limits);
        return request;
    }

    /// <summary>Refuses a change to an attribute that no subscription can have.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static void Check(SetSubscriptionAttributesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckNames(request.TopicName, request.SubscriptionName, limits);
        ArgumentNullException.ThrowIfNull(request.Settings);
        CheckDelivery(request.Settings.NotifyStrategy, request.Settings.NotifyContentFormat);
        CheckFilter(request.Settings.FilterTags, request.Settings.BindingKeys, limits);
    }

    /// <summary>Refuses what <see cref="Check(SetSubscriptionAttributesRequest, CmqLimits)"/> does, and returns the request with lists of our own.</summary>
    /// <exception cref="CmqServiceException">The request breaks a limit.</exception>
    public static SetSubscriptionAttributesRequest Take(SetSubscriptionAttributesRequest request, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Settings);
        request = request with
        {
            Settings = request.Settings with
            {
                FilterTags = TakeList("filterTag", request.Settings.FilterTags, limits.FilterTags, CmqErrors.TooManyFilterTags),
                BindingKeys = TakeList("bindingKey", request.Settings.BindingKeys, limits.BindingKeys, CmqErrors.TooManyBindingKeys),
            },
        };
        Check(request, limits);
        return request;
    }

    /// <summary>Refuses JSON for a queue where limits are strict. Elsewhere it means Simplified, because all of the service's SDKs send it unless told otherwise.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.NotifyContentFormatMustBeSimplified"/>.</exception>
    public static void CheckFormat(SubscriptionProtocol protocol, NotifyContentFormat? format, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (limits.IsStrict && protocol == SubscriptionProtocol.Queue && format == NotifyContentFormat.Json)
            throw new CmqServiceException(CmqErrors.NotifyContentFormatMustBeSimplified, "A queue gets the body as it was published; leave the format out or say Simplified.");
    }

    /// <summary>Refuses a subscription without a key to a topic that filters by routing key.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.BindingKeyMissing"/>.</exception>
    public static void CheckAgainstTopic(SubscribeRequest request, TopicFilter filter)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (filter == TopicFilter.RoutingKey && request.BindingKeys.Count == 0)
            throw new CmqServiceException(CmqErrors.BindingKeyMissing, $"Topic '{request.TopicName}' filters by routing key; subscribe with a binding key, '#' for everything.");
    }

    private static void CheckSettings(TopicSettings settings, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.MaxMsgSize is { } size)
            RequestRules.CheckRange(limits.TopicMaxMsgSize, size);
        if (settings.MsgRetentionSeconds is { } retention)
            RequestRules.CheckRange(limits.TopicMsgRetentionSeconds, retention);
    }

    private static void CheckDelivery(NotifyStrategy? strategy, NotifyContentFormat? format)
    {
        if (strategy is not (null or NotifyStrategy.ExponentialDecayRetry or NotifyStrategy.BackoffRetry))
            throw new CmqServiceException(CmqErrors.UndefinedNotifyStrategy, $"notifyStrategy is {(int)strategy}; it must be BACKOFF_RETRY or EXPONENTIAL_DECAY_RETRY.");
        if (format is not (null or NotifyContentFormat.Json or NotifyContentFormat.Simplified))
            throw new CmqServiceException(CmqErrors.UndefinedNotifyContentFormat, $"notifyContentFormat is {(int)format}; it must be JSON or SIMPLIFIED.");
    }

    private static void CheckFilter(IReadOnlyList<string> filterTags, IReadOnlyList<string> bindingKeys, CmqLimits limits)
    {
        CheckTags("filterTag", filterTags, limits.FilterTags, CmqErrors.TooManyFilterTags, limits);
        ArgumentNullException.ThrowIfNull(bindingKeys);
        CheckCount("bindingKey", bindingKeys.Count, limits.BindingKeys, CmqErrors.TooManyBindingKeys);
        foreach (string key in bindingKeys)
            CheckKey("bindingKey", RequestRules.RequireEntry("bindingKey", key), limits);
    }

    private static void CheckTags(string parameter, IReadOnlyList<string> tags, CmqLimit count, CmqError tooMany, CmqLimits limits)
    {
        ArgumentNullException.ThrowIfNull(tags);
        CheckCount(parameter, tags.Count, count, tooMany);
        foreach (string tag in tags)
        {
            if (!limits.TagLength.Contains(RequestRules.RequireEntry(parameter, tag).Length))
                throw new CmqServiceException(CmqErrors.ParameterOutOfRange(parameter), $"A tag has {tag.Length} characters; use {limits.TagLength.Range}.");
        }
    }

    private static string[] TakeList(string parameter, IReadOnlyList<string> list, CmqLimit limit, CmqError tooMany)
    {
        ArgumentNullException.ThrowIfNull(list, parameter);
        int count = list.Count;
        CheckCount(parameter, count, limit, tooMany);
        return RequestRules.ReadOnce(list, count);
    }

    private static void CheckCount(string parameter, int count, CmqLimit limit, CmqError tooMany)
    {
        if (!limit.Contains(count))
            throw new CmqServiceException(tooMany, $"{parameter} has {count} entries; at most {limit.Maximum} are allowed.");
    }

    private static void CheckKey(string parameter, string key, CmqLimits limits)
    {
        int bytes = Encoding.UTF8.GetByteCount(key);
        if (!limits.KeyLength.Contains(bytes))
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(parameter), $"{parameter} has {bytes} bytes; use {limits.KeyLength.Range}.");
        int dots = key.Count(static c => c == '.');
        if (!limits.KeyDots.Contains(dots))
            throw new CmqServiceException(CmqErrors.TooManyDelimiters, $"{parameter} has {dots} dots; at most {limits.KeyDots.Maximum} are allowed.");
    }
}
