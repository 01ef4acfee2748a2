namespace CmqContracts;

/// <summary>What became of one message of many.</summary>
internal static class Outcomes
{
    /// <summary>The outcome that an error stands for. What is neither CMQ's nor about the message itself comes from a decorator, which may have thrown at any time.</summary>
    public static CmqOutcome Of(Exception? error) => error switch
    {
        null => CmqOutcome.Done,
        CmqException known => known.Outcome,
        MessageFormatException or ArgumentException => CmqOutcome.Refused,
        _ => CmqOutcome.Unknown,
    };
}
