namespace CmqContracts.Tool;

/// <summary>How the process ends. Documented in <c>cmq --help</c> and in tool.md.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something else went wrong, such as a file that cannot be written, or nobody agreed.</summary>
    public const int Failed = 1;

    /// <summary>The arguments, the environment or the profile file are wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>The service refused it, or its rules did before it was asked.</summary>
    public const int Refused = 3;

    /// <summary>There was no usable answer, so that a change may have been made.</summary>
    public const int NoAnswer = 4;

    /// <summary>A part was done, and the rest was not.</summary>
    public const int PartlyDone = 5;

    /// <summary>Stopped by Ctrl+C or SIGTERM, as shells count SIGINT.</summary>
    public const int Interrupted = 130;

    public const string Help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the service or its rules, 4 no answer, 5 partly done, 130 interrupted.";
}
