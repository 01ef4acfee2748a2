using System.Diagnostics;

namespace CmqContracts.Sqlite.Faults.Kit;

/// <summary>A program of the system did not do what it was asked to.</summary>
internal sealed class CommandException(string message) : Exception(message);

internal static class Command
{
    /// <returns>What the program printed.</returns>
    public static string Run(string program, params string[] arguments)
    {
        Process? process;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true });
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new CommandException($"{program} cannot be started: {e.Message}");
        }

        using (process)
        {
            Task<string> errors = process!.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : throw new CommandException($"{program} {string.Join(' ', arguments)}: {errors.Result.Trim()}");
        }
    }
}
