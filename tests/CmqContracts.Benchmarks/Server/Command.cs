using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CmqContracts.Benchmarks;

/// <summary>Runs the external programs that figures need.</summary>
internal static class Command
{
    /// <summary>The path of this program, to start another process of it.</summary>
    public static string ThisProgram { get; } = Path.Combine(AppContext.BaseDirectory, "CmqContracts.Benchmarks");

    /// <summary>The start of one of our programs, with the runtime of this process and redirected output.</summary>
    public static ProcessStartInfo StartInfo(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="MeasurementException">It cannot be started, or failed.</exception>
    public static Task<string> RunAsync(string program, params string[] arguments) => RunAsync(new ProcessStartInfo(program, arguments));

    /// <inheritdoc cref="RunAsync(string, string[])"/>
    public static async Task<string> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            string text = await output;
            return process.ExitCode == 0 ? text : throw new MeasurementException($"{start.FileName} failed: {LastLine(await errors) ?? LastLine(text)}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new MeasurementException($"{start.FileName} cannot be started: {e.Message}");
        }
    }

    /// <summary>Installs a program by its Debian package if it is missing.</summary>
    public static async Task EnsureInstalledAsync(string program, string package)
    {
        if (Exists(program))
            return;
        try
        {
            await RunAsync("apt-get", "update");
            await RunAsync("apt-get", "install", "-y", package);
        }
        catch (MeasurementException e)
        {
            throw new MeasurementException($"{program} is not installed, and apt-get cannot install it: {e.Message}");
        }
    }

    /// <summary>Compiles one of our drivers in C.</summary>
    /// <returns>The path of the program.</returns>
    public static async Task<string> CompileAsync(string driver)
    {
        await EnsureInstalledAsync("gcc", "gcc");
        string program = FigureDirectory.File(driver);
        await RunAsync("gcc", "-O2", "-o", program, FigureDirectory.Driver(driver + ".c"));
        return program;
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static string? LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
}
