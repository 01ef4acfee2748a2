using System.Runtime.InteropServices;

namespace CmqContracts.Tool;

/// <summary>
/// Turns SIGTERM and Ctrl+C into one request to stop. They are handled from the first line of the program to its last, so that no signal is lost
/// or ends the process at once during a start or a stop.
/// </summary>
internal static class StopSignals
{
    /// <summary>How long a stop may take: a little less than the 10 seconds after which Docker kills a process.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(9);

    private static readonly CancellationTokenSource Stopping = new();

    // A registration without a reference is collected, and no longer handles its signal.
    private static PosixSignalRegistration[] s_registrations = [];

    /// <summary>Handles the signals until the process ends.</summary>
    /// <returns>Fires at the first signal.</returns>
    public static CancellationToken Register()
    {
        s_registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop), PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop)];
        return Stopping.Token;
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (Stopping)
        {
            if (Stopping.IsCancellationRequested)
                return;
            ProcessEnd.Within(StopTimeout);
            _ = Stopping.CancelAsync();
        }
    }
}
