using System.Diagnostics;

namespace CmqContracts;

/// <summary>The span in which one message of many is made: current while it is written, and reported with the message's id when that is known.</summary>
/// <param name="span">The span.</param>
/// <param name="before">The span that was current before.</param>
internal sealed class Creation(Activity span, Activity? before)
{
    private static readonly AsyncLocal<IReadOnlyList<Creation>?> OfRequest = new();

    /// <summary>The messages of the request that the caller sends, as long as its flow lasts; <see langword="null"/>: they have no spans.</summary>
    public static IReadOnlyList<Creation>? Sending
    {
        get => OfRequest.Value;
        set => OfRequest.Value = value;
    }

    public ActivityContext Context => span.Context;

    /// <summary>The message is written, or cannot be.</summary>
    public void Written()
    {
        span.SetEndTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        Activity.Current = before;
    }

    /// <summary>It is known what became of the message.</summary>
    public void End(string? messageId, Exception? error)
    {
        if (messageId is not null)
            span.SetMessageId(messageId);
        if (error is not null)
            span.Fail(error);
        // It ends outside of the flow that it was begun in, and must not change what is current here.
        Activity? current = Activity.Current;
        span.Stop();
        Activity.Current = current;
    }
}
