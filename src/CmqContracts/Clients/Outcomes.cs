namespace CmqContracts;

/// <summary>What became of one message of many.</summary>
internal static class Outcomes
{
    /// <summary>
    /// The outcome that an error of a call stands for. What is not CMQ's comes from a decorator, which may have thrown at any time: its type,
    /// such as <see cref="ArgumentException"/>, does not say whether the service was called before.
    /// </summary>
    public static CmqOutcome Of(Exception? error) => error switch
    {
        null => CmqOutcome.Done,
        CmqException known => known.Outcome,
        _ => CmqOutcome.Unknown,
    };
}
