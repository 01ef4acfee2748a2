using System.Runtime.InteropServices;

namespace CmqContracts.Tool;

/// <summary>
/// SIGTERM and Ctrl+C, as one wish to stop. They are taken from the first line of the program to its last: in between, at a start or
/// a stop half done, no signal is lost or does anything else.
/// </summary>
internal static class StopSignals
{
    /// <summary>How long what runs may take to end. A service manager would kill next.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(9);

    private static readonly CancellationTokenSource Wish = new();

    // A registration that nobody holds is collected and lets its signal go.
    private static PosixSignalRegistration[] s_registrations = [];

    /// <summary>Takes the signals until the process ends.</summary>
    /// <returns>Fires at the first one.</returns>
    public static CancellationToken Take()
    {
        s_registrations = [PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop), PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop)];
        return Wish.Token;
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (Wish)
        {
            if (Wish.IsCancellationRequested)
                return;
            ProcessEnd.Within(Patience);
            _ = Wish.CancelAsync();
        }
    }
}
