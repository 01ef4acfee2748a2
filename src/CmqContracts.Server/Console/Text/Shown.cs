using System.Globalization;
using Microsoft.AspNetCore.Html;

namespace CmqContracts.Server;

/// <summary>Values as pages show them.</summary>
internal static class Shown
{
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A time in UTC, which the script shows in the reader's own zone; pointed at, it shows both and the Unix time.</summary>
    public static IHtmlContent Time(DateTimeOffset time) => new HtmlString(string.Create(
        CultureInfo.InvariantCulture,
        $"<time datetime=\"{time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\" title=\"{time.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} UTC, {time.ToUnixTimeSeconds()}\">{time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC</time>"));

    /// <summary>A state as it is written in addresses and files.</summary>
    public static string Word(MessageState state) => state switch
    {
        MessageState.Inactive => "inactive",
        MessageState.Delayed => "delayed",
        MessageState.Rewindable => "rewindable",
        _ => "active",
    };

    /// <summary>Why the backend has refused, or has not answered.</summary>
    public static string Failure(CmqException failure) => failure is CmqServiceException refusal ? refusal.Detail ?? refusal.Error.ToString() : failure.Message;

    /// <summary>A length in bytes, for people.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB"),
    };
}
