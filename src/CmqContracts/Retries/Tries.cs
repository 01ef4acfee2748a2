using System.Runtime.ExceptionServices;

namespace CmqContracts;

/// <summary>The tries that one call has made.</summary>
/// <param name="kind">What it asks for.</param>
/// <param name="begun">When it began.</param>
/// <param name="totalTime">How long it may take.</param>
/// <param name="time">The clock.</param>
internal sealed class Tries(CallKind kind, long begun, TimeSpan totalTime, TimeProvider time)
{
    /// <summary>How many have failed.</summary>
    public int Failed { get; private set; }

    /// <summary>Whether one of them may have been carried out.</summary>
    public bool WasLost { get; private set; }

    /// <summary>How the last one failed.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>How long the next pause is.</summary>
    public TimeSpan Pause { get; private set; }

    public TimeSpan Elapsed => time.GetElapsedTime(begun);

    public TimeSpan TimeLeft => totalTime - Elapsed;

    /// <summary>Notes that a try has failed.</summary>
    public void Note(Exception failure)
    {
        Failed++;
        LastFailure = failure;
        WasLost |= failure is not CmqException { Outcome: not CmqOutcome.Unknown };
    }

    /// <summary>Whether another try may be made after the last failure, and begins in time.</summary>
    /// <param name="pause">How long to pause before it.</param>
    public bool MayGoOn(TimeSpan pause)
    {
        Pause = pause;
        return RetryRules.MayRepeat(LastFailure!, kind) && pause < TimeLeft;
    }

    /// <summary>The failure of a try that was cut short, as the time of the call is over.</summary>
    public CmqUnavailableException OutOfTime() => new($"There was no answer within the {totalTime.TotalSeconds:0.#} s that all tries of a request have ({nameof(CmqOptions)}.{nameof(CmqOptions.Retries)}). Before, it failed with: {LastFailure!.Message}", CmqOutcome.Unknown, LastFailure);

    /// <summary>Throws what the call has come to: if a try may have been carried out, no refusal of a later one says that it was not.</summary>
    public Exception Throw()
    {
        if (WasLost && kind != CallKind.Read && LastFailure is CmqException { Outcome: not CmqOutcome.Unknown })
            throw new CmqUnavailableException($"A try of {Failed} had no usable answer, so it is not known whether the request was carried out. The last one failed with: {LastFailure.Message}", CmqOutcome.Unknown, LastFailure);
        ExceptionDispatchInfo.Throw(LastFailure!);
        return LastFailure!;
    }
}
