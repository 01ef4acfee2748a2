using System.Text;
using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What the body of a message must hold: a text, or a value at a place of its JSON. When both are set, both.</summary>
public sealed record MessageFilter
{
    /// <summary>Text that stands in the body as it is stored, letter for letter; <see langword="null"/>: any.</summary>
    public string? Text { get; init; }

    /// <summary>
    /// A place in the JSON of the body, such as <c>$.customer.id</c>, <c>$.lines[0].sku</c>, <c>$.lines[*].sku</c> or <c>$['a key']</c>: names,
    /// indices from 0, and <c>*</c> for any item or member; <see langword="null"/>: any. A body that is no JSON does not match.
    /// </summary>
    public string? JsonPath { get; init; }

    /// <summary>The value at that place: a string's text, or a number, <c>true</c>, <c>false</c> or <c>null</c> as it is stored (<c>1.0</c> is not <c>1</c>); <see langword="null"/>: the place is there, whatever its value.</summary>
    public string? Value { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder).Add(nameof(Text), Text).Add(nameof(JsonPath), JsonPath).Add(nameof(Value), Value).Any;
}

/// <summary>A search among messages of one state.</summary>
public sealed record SearchMessagesRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="filter">What their bodies must hold.</param>
    public SearchMessagesRequest(string queueName, MessageState state, MessageFilter filter)
    {
        QueueName = queueName;
        State = state;
        Filter = filter;
    }

    /// <summary>The queue.</summary>
    public string QueueName { get; init; }

    /// <summary>Which messages.</summary>
    public MessageState State { get; init; }

    /// <summary>What their bodies must hold.</summary>
    public MessageFilter Filter { get; init; }

    /// <inheritdoc cref="PeekMessagesRequest.NewestFirst"/>
    public bool NewestFirst { get; init; }

    /// <inheritdoc cref="PeekMessagesRequest.AfterMessageId"/>
    public string? AfterMessageId { get; init; }

    /// <inheritdoc cref="PeekMessagesRequest.From"/>
    public DateTimeOffset? From { get; init; }

    /// <summary>How many messages to look at most, 1 to 100,000. A search of a longer queue continues at <see cref="SearchResult.ContinueAfter"/>.</summary>
    public int MaxExamined { get; init; } = 10_000;

    /// <summary>How many messages to find at most, 1 to 1000.</summary>
    public int MaxMessages { get; init; } = 16;

    /// <inheritdoc cref="PeekMessagesRequest.MaxBytes"/>
    public int MaxBytes { get; init; } = 1024 * 1024;

    /// <inheritdoc cref="PeekMessagesRequest.MaxBodyBytes"/>
    public int? MaxBodyBytes { get; init; }

    /// <inheritdoc cref="PeekMessagesRequest.Mask"/>
    /// <remarks><see cref="Filter"/> is about what is shown.</remarks>
    internal JsonMask? Mask { get; init; }

    private bool PrintMembers(StringBuilder builder) => new ShownMembers(builder)
        .Add(nameof(QueueName), QueueName)
        .Add(nameof(State), State)
        .Add(nameof(Filter), Filter)
        .Add(nameof(NewestFirst), NewestFirst)
        .Add(nameof(AfterMessageId), AfterMessageId)
        .Add(nameof(From), From)
        .Add(nameof(MaxExamined), MaxExamined)
        .Add(nameof(MaxMessages), MaxMessages)
        .Add(nameof(MaxBytes), MaxBytes)
        .Add(nameof(MaxBodyBytes), MaxBodyBytes)
        .Any;
}

/// <summary>What a search has found so far.</summary>
public sealed class SearchResult
{
    /// <summary>What was found, in the order that was asked for.</summary>
    public required IReadOnlyList<InspectedMessage> Messages { get; init; }

    /// <summary>How many messages were looked at.</summary>
    public required int Examined { get; init; }

    /// <summary>What <see cref="SearchMessagesRequest.AfterMessageId"/> of the next search is; <see langword="null"/>: this one has come to the end.</summary>
    public string? ContinueAfter { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(SearchResult))
        .Add(nameof(Messages), Messages)
        .Add(nameof(Examined), Examined)
        .Add(nameof(ContinueAfter), ContinueAfter)
        .ToString();
}
