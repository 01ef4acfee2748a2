using System.Globalization;

namespace CmqContracts.Server;

/// <summary>Writes durations for people, in the two largest units.</summary>
internal static class Duration
{
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "0 s",
        { TotalMinutes: < 1 } => Text($"{time.Seconds} s"),
        { TotalHours: < 1 } => Text($"{time.Minutes} min {time.Seconds} s"),
        { TotalDays: < 1 } => Text($"{time.Hours} h {time.Minutes} min"),
        _ => Text($"{(int)time.TotalDays} d {time.Hours} h"),
    };

    public static string Of(long seconds) => Of(TimeSpan.FromSeconds(seconds));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
