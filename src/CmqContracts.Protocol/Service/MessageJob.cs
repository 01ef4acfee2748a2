using CmqContracts.Protocol;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>What a job does with each message.</summary>
public enum MessageJobAction
{
    /// <summary>Deletes it, as <see cref="ICmqInspector.DeleteMessagesAsync"/> does.</summary>
    Delete,

    /// <summary>Moves it to <see cref="MessageJobRequest.TargetQueueName"/>, as <see cref="ICmqInspector.MoveMessagesAsync"/> does.</summary>
    Move,
}

/// <summary>Where a job is.</summary>
public enum MessageJobState
{
    /// <summary>It is at work.</summary>
    Running,

    /// <summary>It has dealt with every message that was there at its start.</summary>
    Completed,

    /// <summary>It was cancelled.</summary>
    Canceled,

    /// <summary>Something ended it, see <see cref="MessageJob.Error"/>.</summary>
    Failed,
}

/// <summary>A job to begin: one action on all messages of one state, or on those that a search would find.</summary>
public sealed record MessageJobRequest
{
    /// <summary>A request with what it must have.</summary>
    /// <param name="queueName">The queue to work on.</param>
    /// <param name="state">Which messages.</param>
    /// <param name="action">What is done with them.</param>
    public MessageJobRequest(string queueName, MessageState state, MessageJobAction action)
    {
        QueueName = queueName;
        State = state;
        Action = action;
    }

    /// <summary>The queue to work on.</summary>
    public string QueueName { get; init; }

    /// <summary>Which messages: for a move, active or delayed ones.</summary>
    public MessageState State { get; init; }

    /// <summary>What is done with them.</summary>
    public MessageJobAction Action { get; init; }

    /// <summary>What their bodies must hold; <see langword="null"/>: all messages.</summary>
    public MessageFilter? Filter { get; init; }

    /// <inheritdoc cref="MoveMessagesRequest.TargetQueueName"/>
    public string? TargetQueueName { get; init; }

    /// <summary>What <see cref="Filter"/> cannot find; <see langword="null"/>: nothing. Only a broker in this process honours it. What is done is done with bodies as they are stored.</summary>
    internal JsonMask? Mask { get; init; }
}

/// <summary>A job as of one moment.</summary>
public sealed class MessageJob
{
    /// <summary>The job's id.</summary>
    public required string Id { get; init; }

    /// <summary>What it was asked to do. Over HTTP a key with <c>ReadOnly</c> access does not see text and value of the filter: they are parts of bodies.</summary>
    public required MessageJobRequest Request { get; init; }

    /// <summary>Where it is.</summary>
    public required MessageJobState State { get; init; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; <see langword="null"/>: it is at work.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many messages there were in the state at its start.</summary>
    public long Total { get; init; }

    /// <summary>How many it has looked at.</summary>
    public long Examined { get; init; }

    /// <summary>How many it has deleted or moved.</summary>
    public long Done { get; init; }

    /// <summary>How many of those that matched it has left, as they were in another state by then, too large for the target, or without a known source.</summary>
    public long Skipped { get; init; }

    /// <summary>What ended it, for people; <see langword="null"/>: nothing has.</summary>
    public string? Error { get; init; }

    /// <inheritdoc/>
    public override string ToString() => new ShownMembers(nameof(MessageJob))
        .Add(nameof(Id), Id)
        .Add(nameof(Request), Request)
        .Add(nameof(State), State)
        .Add(nameof(StartedAt), StartedAt)
        .Add(nameof(EndedAt), EndedAt)
        .Add(nameof(Total), Total)
        .Add(nameof(Examined), Examined)
        .Add(nameof(Done), Done)
        .Add(nameof(Skipped), Skipped)
        .Add(nameof(Error), Error)
        .ToString();
}
