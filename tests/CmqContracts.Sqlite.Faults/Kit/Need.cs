using System.Runtime.InteropServices;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>What a test needs beyond a process of its own.</summary>
[Flags]
public enum Need
{
    /// <summary>File systems of the test's own, mounted from image files.</summary>
    Mounts = 1,

    /// <summary>A disk that fails, as a library for LD_PRELOAD.</summary>
    FailingIo = 2,
}

/// <summary>A test that is skipped, with the reason, where something that it needs is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactThatNeedsAttribute : FactAttribute
{
    public FactThatNeedsAttribute(Need need) => Skip = Needs.Missing(need);
}

/// <summary>The same, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryThatNeedsAttribute : TheoryAttribute
{
    public TheoryThatNeedsAttribute(Need need) => Skip = Needs.Missing(need);
}

internal static class Needs
{
    /// <summary>Found out by trying, as a container may be root and still not mount anything.</summary>
    private static readonly Lazy<string?> NoMounts = new(static () =>
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return "it mounts file systems, which needs root on Linux.";
        try
        {
            using TempFolder folder = new();
            using LoopDisk disk = LoopDisk.Create(folder, megabytes: 8);
            return null;
        }
        catch (Exception e) when (e is CommandException or IOException)
        {
            return $"it mounts file systems, which does not work here: {e.Message}";
        }
    });

    /// <returns>Why a test cannot run here; <see langword="null"/>: it can.</returns>
    public static string? Missing(Need need)
    {
        string? reason = null;
        if (need.HasFlag(Need.FailingIo) && !(RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && File.Exists(FaultWorkers.FailingIo)))
            reason = $"it needs {FaultWorkers.FailingIo}, which test.sh builds on Linux.";
        else if (need.HasFlag(Need.Mounts))
            reason = NoMounts.Value;
        return reason is null ? null : $"Cannot run here: {reason}";
    }
}
