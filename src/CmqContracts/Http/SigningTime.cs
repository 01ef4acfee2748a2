using System.Runtime.InteropServices;

namespace CmqContracts;

/// <summary>The time that one request is signed with. Where the service refuses the request for its time, there is another: the service's.</summary>
/// <param name="clock">The time of the service.</param>
[StructLayout(LayoutKind.Auto)]
internal struct SigningTime(ServiceClock clock)
{
    private bool _wasCorrected;

    public DateTimeOffset Now { get; private set; } = clock.Now;

    /// <summary>Takes another time, once: a second refusal has another reason.</summary>
    /// <param name="error">What the service refused the request with; <see langword="null"/>: nothing.</param>
    /// <param name="answer">What says what time it was at the service. It is read after such a refusal only, as reading costs more than the rest.</param>
    /// <returns>Whether the request is to be signed again, and sent.</returns>
    public bool TryCorrect(CmqError? error, in HttpReply answer)
    {
        if (_wasCorrected || error?.Is(CmqErrors.AuthenticationFailed) != true || !clock.TryCorrect(Now, answer.Date))
            return false;
        _wasCorrected = true;
        Now = clock.Now;
        return true;
    }
}
