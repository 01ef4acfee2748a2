using System.Globalization;

namespace CmqContracts.Server;

/// <summary>How many file handles the process may have. One without a free handle can neither accept nor store.</summary>
internal static class FileHandles
{
    /// <summary>Handles for the store, logs and what the runtime opens.</summary>
    public const int Reserve = 128;

    /// <summary>How many handles this process may have; <see langword="null"/>: the system does not say.</summary>
    public static long? Limit
    {
        get
        {
            const string limits = "/proc/self/limits";
            if (!File.Exists(limits))
                return null;
            string? line = File.ReadLines(limits).FirstOrDefault(static line => line.StartsWith("Max open files", StringComparison.Ordinal));
            return line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, _, string soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : null;
        }
    }
}
