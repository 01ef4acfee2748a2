using System.Globalization;

namespace CmqContracts.Server;

/// <summary>The process's limit of open files. A process that has reached it can neither accept connections nor store messages.</summary>
internal static class FileHandles
{
    /// <summary>Handles that are kept for the store, logs and the runtime.</summary>
    public const int Reserve = 128;

    /// <summary>The limit; <see langword="null"/>: the system does not report it.</summary>
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
