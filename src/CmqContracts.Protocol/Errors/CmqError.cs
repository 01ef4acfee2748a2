namespace CmqContracts.Protocol;

/// <summary>An error of the CMQ protocol: code, module code and text. Module codes alone are not unique.</summary>
/// <param name="Code">The top-level code, such as 4440.</param>
/// <param name="ModuleCode">The code in brackets before the text, such as 10100.</param>
/// <param name="Text">The English text, spelled as the service spells it.</param>
public sealed record CmqError(int Code, int ModuleCode, string Text)
{
    /// <summary>What stands in a reply's <c>message</c>: <c>(10100)queue is not existed, or deleted</c>. Clients compare it as a whole.</summary>
    public string WireMessage => $"({ModuleCode}){Text}";

    /// <summary>Reads a reply's code and message.</summary>
    public static CmqError Parse(int code, string? message)
    {
        message ??= "";
        int close = message.StartsWith('(') ? message.IndexOf(')', StringComparison.Ordinal) : -1;
        return close > 1 && int.TryParse(message.AsSpan(1, close - 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int moduleCode)
            ? new CmqError(code, moduleCode, message[(close + 1)..])
            : new CmqError(code, 0, message);
    }

    /// <summary>Whether both are the same error, whatever name the text carries.</summary>
    /// <remarks>A few pairs of codes mean one thing for queues and another for topics, so ask about errors of the action that failed.</remarks>
    public bool Is(CmqError other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Code == other.Code && ModuleCode == other.ModuleCode;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Code} {WireMessage}";
}
