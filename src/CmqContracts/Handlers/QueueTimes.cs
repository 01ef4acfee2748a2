namespace CmqContracts;

/// <summary>What a queue's attributes say about the time of its messages.</summary>
/// <param name="Visibility">How long a received message is visible to nobody else.</param>
/// <param name="MaxReceiveCount">How often it is received before it goes to the dead-letter queue; <see langword="null"/>: it does not.</param>
internal sealed record QueueTimes(TimeSpan Visibility, int? MaxReceiveCount)
{
    /// <summary>Whether a message that is left now goes to the dead-letter queue.</summary>
    public bool IsLastReceive(int dequeueCount) => dequeueCount >= MaxReceiveCount;
}
