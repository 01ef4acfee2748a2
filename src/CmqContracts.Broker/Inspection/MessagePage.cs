namespace CmqContracts.Broker;

/// <summary>A page of messages that is being filled.</summary>
/// <param name="maxMessages">How many messages it takes.</param>
/// <param name="maxBytes">How many bytes of bodies; one larger body is taken alone.</param>
/// <param name="maxBodyBytes">How many bytes of each body; <see langword="null"/>: all.</param>
/// <param name="after">What the page before this one continued after.</param>
internal sealed class MessagePage(int maxMessages, long maxBytes, int? maxBodyBytes, string? after)
{
    private readonly List<InspectedMessage> _messages = [];
    private long _bytes;

    public IReadOnlyList<InspectedMessage> Messages => _messages;

    /// <summary>The last message that was looked at.</summary>
    public string? ContinueAfter { get; set; } = after;

    /// <summary>How many messages were looked at.</summary>
    public int Examined { get; private set; }

    public bool HasBodies => maxBodyBytes != 0;

    /// <summary>How many messages it still takes.</summary>
    public int Room => maxMessages - _messages.Count;

    /// <summary>Takes a message, if it is wanted.</summary>
    /// <returns>Whether there was room for it; otherwise the next page begins with it.</returns>
    public bool TryTake(InspectedMessage message, bool isWanted)
    {
        if (isWanted)
        {
            InspectedMessage cut = MessageCursor.Cut(message, maxBodyBytes);
            if (Room == 0 || (_messages.Count > 0 && _bytes + cut.Body.Length > maxBytes))
                return false;
            _bytes += cut.Body.Length;
            _messages.Add(cut);
        }

        Examined++;
        ContinueAfter = message.MessageId;
        return true;
    }
}
