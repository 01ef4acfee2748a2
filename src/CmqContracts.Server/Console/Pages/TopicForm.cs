using System.Globalization;

namespace CmqContracts.Server.Pages;

/// <summary>The form of a topic's attributes: what is typed in it, and what is wrong with that.</summary>
public sealed class TopicForm
{
    /// <summary>The name of the field of <see cref="Name"/>.</summary>
    internal const string NameField = "name";

    /// <summary>The topic's name.</summary>
    public string? Name { get; set; }

    /// <inheritdoc cref="TopicSettings.MaxMsgSize"/>
    public string? MaxMsgSize { get; set; }

    /// <inheritdoc cref="TopicSettings.MsgRetentionSeconds"/>
    public string? MsgRetentionSeconds { get; set; }

    internal CmqLimits Limits { get; set; } = null!;

    internal FormProblems Problems { get; } = new();

    /// <summary>The name of a topic, as a field.</summary>
    internal FormField NameOfTopic => new() { Name = NameField, Label = "Name", Meaning = $"{Limits.QueueNameLength.Range}: a letter first, then letters, digits, - and _.", Value = Name, Problem = Problems.Of(NameField) };

    /// <summary>The numbers of a topic, as fields.</summary>
    internal IReadOnlyList<FormField> Numbers =>
    [
        Field(Limits.TopicMaxMsgSize, "Largest message", "Bytes that a body has at most.", MaxMsgSize),
        Field(Limits.TopicMsgRetentionSeconds, "Retention", "Seconds for which a message that cannot be delivered is kept and tried again.", MsgRetentionSeconds),
    ];

    /// <summary>The form with the attributes of a topic in it.</summary>
    internal static TopicForm Of(TopicAttributes topic) => new()
    {
        MaxMsgSize = topic.MaxMsgSize.ToString(CultureInfo.InvariantCulture),
        MsgRetentionSeconds = topic.MsgRetentionSeconds.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The attributes that are typed.</summary>
    /// <param name="current">The topic, of which only those are returned that differ; <see langword="null"/>: it is a new one.</param>
    internal TopicSettings Read(TopicAttributes? current) => new()
    {
        MaxMsgSize = Number(Limits.TopicMaxMsgSize, MaxMsgSize, current?.MaxMsgSize),
        MsgRetentionSeconds = Number(Limits.TopicMsgRetentionSeconds, MsgRetentionSeconds, current?.MsgRetentionSeconds),
    };

    /// <summary>Takes a refusal of the backend to the field that it is about.</summary>
    /// <returns>Whether there is one.</returns>
    internal bool TryTake(CmqException failure)
    {
        if (failure is not CmqServiceException refusal)
            return false;
        CmqError error = refusal.Error;
        string? field = error.Is(CmqErrors.TopicNameFormatError) || error.Is(CmqErrors.TopicAlreadyExists) || error.Is(CmqErrors.PreviousTopicNotReleased)
            ? NameField
            : Numbers.FirstOrDefault(number => error == CmqErrors.ParameterOutOfRange(number.Name))?.Name;
        if (field is null)
            return false;
        Problems.Add(field, ConsolePage.TextOf(refusal));
        return true;
    }

    private int? Number(CmqLimit limit, string? text, int? current) =>
        (int?)Problems.Read(limit, text, isRequired: current is not null) is { } number && number != current ? number : null;

    private FormField Field(CmqLimit limit, string label, string meaning, string? value) => new() { Name = limit.Name, Label = label, Meaning = meaning, Limit = limit, Value = value, Problem = Problems.Of(limit.Name) };
}
