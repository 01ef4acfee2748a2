using System.Text.Json;

namespace CmqContracts.Protocol.Wire;

/// <summary>The words of one kind of value, in requests and replies of the inspector's actions.</summary>
/// <typeparam name="TValue">The kind.</typeparam>
internal sealed class InspectionWords<TValue>(params (TValue Value, string Word)[] words)
    where TValue : struct, Enum
{
    /// <summary>Spells a value.</summary>
    public string Of(TValue value)
    {
        foreach ((TValue known, string word) in words)
        {
            if (EqualityComparer<TValue>.Default.Equals(known, value))
                return word;
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "It is none of the values that have a word.");
    }

    /// <summary>Reads a parameter, ignoring case; <see langword="null"/>: it is not there.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterOutOfRange"/>: it is no such word.</exception>
    public TValue? Optional(V2Parameters parameters, string name) => parameters.OptionalString(name) is not { } text ? null
        : Find(text, StringComparison.OrdinalIgnoreCase) ?? throw new CmqServiceException(CmqErrors.ParameterOutOfRange(name), $"{name} is '{ShownText.Of(text)}'; it must be one of {string.Join(", ", words.Select(static known => known.Word))}.");

    /// <summary>Reads a parameter that must be there, ignoring case.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.RequiredParameterMissing"/>, or <see cref="CmqErrors.ParameterOutOfRange"/>: it is no such word.</exception>
    public TValue Require(V2Parameters parameters, string name) =>
        Optional(parameters, name) ?? throw new CmqServiceException(CmqErrors.RequiredParameterMissing(name));

    /// <summary>Reads the value of a reply's field.</summary>
    /// <exception cref="JsonException">It is no such word.</exception>
    public TValue Read(ref Utf8JsonReader json) =>
        Find(V2ReplyReader.ReadText(ref json), StringComparison.Ordinal) ?? throw new JsonException("The reply has a word that is not known where a state, an action or a reason is due.");

    private TValue? Find(string text, StringComparison comparison)
    {
        foreach ((TValue value, string word) in words)
        {
            if (string.Equals(word, text, comparison))
                return value;
        }

        return null;
    }
}

/// <summary>The words of each kind of value.</summary>
internal static class InspectionWords
{
    public static InspectionWords<MessageState> States { get; } = new(
        (MessageState.Active, "active"), (MessageState.Inactive, "inactive"), (MessageState.Delayed, "delayed"), (MessageState.Rewindable, "rewindable"));

    public static InspectionWords<MessageJobAction> JobActions { get; } = new((MessageJobAction.Delete, "delete"), (MessageJobAction.Move, "move"));

    public static InspectionWords<MessageJobState> JobStates { get; } = new(
        (MessageJobState.Running, "running"), (MessageJobState.Completed, "completed"), (MessageJobState.Canceled, "canceled"), (MessageJobState.Failed, "failed"));

    public static InspectionWords<SkipReason> SkipReasons { get; } = new(
        (SkipReason.NotFound, "notFound"), (SkipReason.StateChanged, "stateChanged"), (SkipReason.NotMovable, "notMovable"), (SkipReason.TooLarge, "tooLarge"), (SkipReason.SourceUnknown, "sourceUnknown"));
}
