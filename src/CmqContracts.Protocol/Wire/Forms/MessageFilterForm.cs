namespace CmqContracts.Protocol.Wire;

/// <summary>A filter of messages in the parameters of a request.</summary>
internal static class MessageFilterForm
{
    public static void Write(V2Parameters parameters, MessageFilter filter)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Text is not null)
            parameters.Add("text"u8, filter.Text);
        if (filter.JsonPath is not null)
            parameters.Add("jsonPath"u8, filter.JsonPath);
        if (filter.Value is not null)
            parameters.Add("value"u8, filter.Value);
    }

    public static MessageFilter Read(V2Parameters parameters) => new()
    {
        Text = parameters.OptionalString("text"),
        JsonPath = parameters.OptionalString("jsonPath"),
        Value = parameters.OptionalString("value"),
    };
}
