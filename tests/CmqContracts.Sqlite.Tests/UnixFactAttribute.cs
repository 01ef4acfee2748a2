namespace CmqContracts.Sqlite.Tests;

/// <summary>A test of file modes, which is skipped on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Cannot run here: Windows has no file modes." : null;
}
