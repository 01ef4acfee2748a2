using System.Globalization;

namespace CmqContracts.Server;

/// <summary>Reads times that people type.</summary>
internal static class TimeText
{
    /// <summary>What can be typed, as the end of a sentence.</summary>
    public const string Forms = "a time in UTC, such as 2026-11-28 09:00:00, or Unix seconds";

    /// <summary>Reads a time in UTC unless it names its zone, or seconds since 1970.</summary>
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        const long last = 253_402_300_799;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds))
        {
            time = DateTimeOffset.FromUnixTimeSeconds(Math.Min(seconds, last));
            return seconds <= last;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
    }
}
