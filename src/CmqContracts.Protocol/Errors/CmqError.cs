namespace CmqContracts;

/// <summary>An error of the CMQ protocol: code, module code and text. Module codes alone are not unique.</summary>
public sealed record CmqError
{
    /// <summary>An error of these codes.</summary>
    /// <param name="code">The top-level code, such as 4440.</param>
    /// <param name="moduleCode">The code in brackets before the text, such as 10100.</param>
    /// <param name="text">The English text, spelled as the service spells it.</param>
    public CmqError(int code, int moduleCode, string text)
    {
        Code = code;
        ModuleCode = moduleCode;
        Text = text;
    }

    /// <summary>The top-level code, such as 4440.</summary>
    public int Code { get; }

    /// <summary>The code in brackets before the text, such as 10100.</summary>
    public int ModuleCode { get; }

    /// <summary>The English text, spelled as the service spells it.</summary>
    public string Text { get; }

    /// <summary>What stands in a reply's <c>message</c>: <c>(10100)queue is not existed, or deleted</c>. Clients compare it as a whole.</summary>
    internal string WireMessage => $"({ModuleCode}){Text}";

    /// <summary>
    /// What is known about a request that this error answers: <see cref="CmqOutcome.Refused"/> for the documented codes; <see cref="CmqOutcome.Unknown"/>
    /// after 6000, for what a 6010 does not settle, and for every other code, as nothing says what it means.
    /// </summary>
    public CmqOutcome Outcome => Code switch
    {
        4000 or 4100 or 4400 or 4410 or 4420 or 4430 or 4440 or 4450 or 4460 or 4470 or 4480 or 4490 or 4500 or 4510 => CmqOutcome.Refused,
        6020 or 6030 or 6040 or 6050 or 6070 or 7000 => CmqOutcome.Refused,
        _ => CmqOutcome.Unknown,
    };

    /// <summary>Whether a repeat may succeed: 4420, 4480, 6070 and 6000. It does not say that a repeat is safe.</summary>
    public bool IsTransient => Code is 4420 or 4480 or 6070 or 6000;

    /// <summary>Reads a reply's code and message.</summary>
    internal static CmqError Parse(int code, string? message)
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
