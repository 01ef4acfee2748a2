using System.Globalization;

namespace CmqContracts.Tool;

/// <summary>A line on the terminal that says how far a command is, how fast, and how long it still takes; nothing where standard error is no terminal, or NO_COLOR is set.</summary>
/// <param name="verb">What was done with the messages, such as <c>sent</c>.</param>
/// <param name="time">Source of time.</param>
internal sealed class ProgressLine(string verb, TimeProvider time) : IDisposable
{
    private const string ClearLine = "\r\u001b[K";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly bool _isShown = !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    private readonly long _start = time.GetTimestamp();
    private long _last;
    private bool _isWritten;

    /// <summary>Shows the state, a few times a second.</summary>
    /// <param name="messages">How many messages are done.</param>
    /// <param name="share">The part of all that is done, 0 to 1; <see langword="null"/>: it cannot be told.</param>
    public void Show(long messages, double? share)
    {
        if (!_isShown || (_isWritten && time.GetElapsedTime(_last) < Interval))
            return;
        _last = time.GetTimestamp();
        _isWritten = true;
        Console.Error.Write(ClearLine + Text(verb, messages, share, time.GetElapsedTime(_start)));
    }

    public void Dispose()
    {
        if (_isWritten)
            Console.Error.Write(ClearLine);
    }

    internal static string Text(string verb, long messages, double? share, TimeSpan elapsed)
    {
        double rate = elapsed > TimeSpan.Zero ? messages / elapsed.TotalSeconds : 0;
        string left = share is > 0 and <= 1 ? string.Create(CultureInfo.InvariantCulture, $", {share * 100:0} %, {Math.Ceiling(elapsed.TotalSeconds * (1 - share.Value) / share.Value):0} s left") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{messages} {verb}, {rate:0} a second{left}");
    }
}
