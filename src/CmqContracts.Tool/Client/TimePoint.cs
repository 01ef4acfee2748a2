using System.Globalization;
using System.Text.RegularExpressions;
using CmqContracts.Protocol;

namespace CmqContracts.Tool;

/// <summary>A point in time as people write it: <c>10 minutes ago</c>, <c>2026-05-01T12:00:00Z</c> (local without a zone), or Unix seconds.</summary>
internal static partial class TimePoint
{
    public const string Forms = "'10 minutes ago', an ISO 8601 time such as 2026-05-01T12:00:00Z (local without a zone), or Unix seconds";

    private static readonly string[] IsoForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ssK",
    ];

    public static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset time)
    {
        time = default;
        if (SettingText.TryNumber(text, out long seconds))
        {
            if (seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
                return false;
            time = DateTimeOffset.FromUnixTimeSeconds(seconds);
            return true;
        }

        Match ago = Ago().Match(text);
        if (!ago.Success)
            return DateTimeOffset.TryParseExact(text, IsoForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out time);
        if (!long.TryParse(ago.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long count))
            return false;
        long unit = char.ToLowerInvariant(ago.Groups["unit"].Value[0]) switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86400 };
        // Further back than any queue reaches, and still a time.
        if (count > (now - DateTimeOffset.UnixEpoch).TotalSeconds / unit)
            return false;
        time = now.AddSeconds(-count * unit);
        return true;
    }

    /// <exception cref="CommandException">It is no time.</exception>
    public static DateTimeOffset Parse(string option, string text, DateTimeOffset now) =>
        TryParse(text, now, out DateTimeOffset time) ? time : throw new CommandException($"{option} is '{text}', which is no time; it must be {Forms}.");

    [GeneratedRegex(@"^(?<count>[0-9]+) ?(?<unit>s|seconds?|m|minutes?|h|hours?|d|days?) ago\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Ago();
}
