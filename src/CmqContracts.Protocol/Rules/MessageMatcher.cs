using System.Text;

namespace CmqContracts.Protocol;

/// <summary>A <see cref="MessageFilter"/> that was checked, and can be asked about many bodies.</summary>
internal sealed class MessageMatcher
{
    private const int MaxCharacters = 4096;

    private readonly byte[]? _text;
    private readonly JsonPath? _path;
    private readonly byte[]? _value;

    private MessageMatcher(byte[]? text, JsonPath? path, byte[]? value)
    {
        _text = text;
        _path = path;
        _value = value;
    }

    /// <summary>Checks a filter.</summary>
    /// <exception cref="CmqServiceException">It says nothing, or its JSON path is none.</exception>
    public static MessageMatcher Of(MessageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        CheckLength("filter.text", filter.Text);
        CheckLength("filter.jsonPath", filter.JsonPath);
        CheckLength("filter.value", filter.Value);
        if (string.IsNullOrEmpty(filter.Text) && filter.JsonPath is null)
            throw Refusal("The filter has neither a text nor a jsonPath; say what the bodies must hold.");
        if (filter.Value is not null && filter.JsonPath is null)
            throw Refusal("The filter has a value and no jsonPath; say where in the body the value is, such as '$.id'.");
        JsonPath? path = null;
        if (filter.JsonPath is { } text && !JsonPath.TryParse(text, out path, out string? problem))
            throw Refusal($"filter.jsonPath is '{text}', which is no path: {problem}.");
        return new MessageMatcher(string.IsNullOrEmpty(filter.Text) ? null : Encoding.UTF8.GetBytes(filter.Text), path, filter.Value is null ? null : Encoding.UTF8.GetBytes(filter.Value));
    }

    /// <summary>Whether a body holds what it must.</summary>
    public bool Matches(ReadOnlySpan<byte> body) =>
        (_text is null || body.IndexOf(_text) >= 0) && (_path is null || _path.Matches(body, _value));

    private static void CheckLength(string parameter, string? text)
    {
        if (text?.Length > MaxCharacters)
            throw new CmqServiceException(CmqErrors.ParameterOutOfRange(parameter), $"{parameter} has {text.Length} characters; at most {MaxCharacters} are allowed.");
    }

    private static CmqServiceException Refusal(string message) => new(CmqErrors.InvalidRequestParameters, message);
}
