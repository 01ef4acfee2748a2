using System.Globalization;

namespace CmqContracts.Server;

/// <summary>Says how an action on messages has ended.</summary>
internal static class ActionReport
{
    /// <summary>What was done and what was left, in sentences.</summary>
    /// <param name="result">How it has ended.</param>
    /// <param name="done">What was done with the messages, such as <c>deleted</c>.</param>
    public static string Of(MessageActionResult result, string done)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{Messages(result.Done)} {done}.");
        foreach (IGrouping<SkipReason, SkippedMessage> skipped in result.Skipped.GroupBy(static one => one.Reason).OrderBy(static group => group.Key))
            text += $" {Messages(skipped.Count())} left: {Reason(skipped.Key)}.";
        return result.EndedBy is { } end ? $"{text} Then it was ended: {(end is CmqException failure ? Shown.Failure(failure) : "the request was cancelled.")}" : text;
    }

    private static string Messages(int count) => count == 1 ? "1 message" : $"{Shown.Number(count)} messages";

    private static string Reason(SkipReason reason) => reason switch
    {
        SkipReason.NotFound => "not in the queue any more",
        SkipReason.StateChanged => "in another state by now",
        SkipReason.NotMovable => "in the hands of a consumer, or deleted; only active and delayed messages are moved",
        SkipReason.TooLarge => "larger than the target queue takes",
        _ => "the queue that it comes from is not known or gone; name a target",
    };
}
