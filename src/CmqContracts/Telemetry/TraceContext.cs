using System.Diagnostics;

namespace CmqContracts;

/// <summary>Reads the trace context that came with a message, which anybody may have written.</summary>
internal static class TraceContext
{
    /// <summary>The most that W3C's recommendation asks everybody to pass on.</summary>
    private const int MaxStateLength = 512;

    /// <summary>The span in which a message was made; none if its context cannot be read. A state that is too long, or has what no header may have, is left out.</summary>
    public static ActivityContext Parse(string? traceParent, string? traceState) =>
        ActivityContext.TryParse(traceParent, IsState(traceState) ? traceState : null, isRemote: true, out ActivityContext context) ? context : default;

    private static bool IsState(string? text) => text?.Length <= MaxStateLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
}
