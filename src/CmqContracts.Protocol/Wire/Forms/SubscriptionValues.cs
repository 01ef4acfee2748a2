namespace CmqContracts.Protocol.Wire;

/// <summary>The values of a subscription as they are spelled on the wire.</summary>
internal static class SubscriptionValues
{
    /// <summary>Spells a protocol.</summary>
    public static string ToWire(SubscriptionProtocol protocol) => protocol == SubscriptionProtocol.Queue ? "queue" : "http";

    /// <summary>Spells a strategy.</summary>
    public static string ToWire(NotifyStrategy strategy) => strategy == NotifyStrategy.BackoffRetry ? "BACKOFF_RETRY" : "EXPONENTIAL_DECAY_RETRY";

    /// <summary>Spells a format.</summary>
    public static string ToWire(NotifyContentFormat format) => format == NotifyContentFormat.Simplified ? "SIMPLIFIED" : "JSON";

    /// <summary>Reads a protocol, ignoring case. <c>https</c> is http whose URL says https.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.UndefinedProtocol"/>.</exception>
    public static SubscriptionProtocol ReadProtocol(string value) =>
        Is(value, "queue") ? SubscriptionProtocol.Queue
        : Is(value, "http") || Is(value, "https") ? SubscriptionProtocol.Http
        : throw new CmqServiceException(CmqErrors.UndefinedProtocol, "The protocol must be http or queue.");

    /// <summary>Reads a strategy, ignoring case; nothing or an empty text is none.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.UndefinedNotifyStrategy"/>.</exception>
    public static NotifyStrategy? ReadStrategy(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : Is(value, "BACKOFF_RETRY") ? NotifyStrategy.BackoffRetry
        : Is(value, "EXPONENTIAL_DECAY_RETRY") ? NotifyStrategy.ExponentialDecayRetry
        : throw new CmqServiceException(CmqErrors.UndefinedNotifyStrategy, "notifyStrategy must be BACKOFF_RETRY or EXPONENTIAL_DECAY_RETRY.");

    /// <summary>Reads a format, ignoring case; nothing or an empty text is none.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.UndefinedNotifyContentFormat"/>.</exception>
    public static NotifyContentFormat? ReadFormat(string? value) =>
        string.IsNullOrEmpty(value) ? null
        : Is(value, "JSON") ? NotifyContentFormat.Json
        : Is(value, "SIMPLIFIED") ? NotifyContentFormat.Simplified
        : throw new CmqServiceException(CmqErrors.UndefinedNotifyContentFormat, "notifyContentFormat must be JSON or SIMPLIFIED.");

    private static bool Is(string value, string spelled) => string.Equals(value, spelled, StringComparison.OrdinalIgnoreCase);
}
