using System.Text.Json;
using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>Manages queues and topics by API 3.0, as TDMQ has it, and leaves messages to the protocol of CMQ.</summary>
/// <param name="messages">The actions on messages.</param>
/// <param name="connection">Calls actions of API 3.0.</param>
/// <param name="limits">What requests are held to before they are sent.</param>
/// <remarks>Source: the models of the public SDKs of tdmq 2020-02-17.</remarks>
internal sealed partial class Api3Control(ICmqService messages, Api3Connection connection, CmqLimits limits) : DelegatingCmqService(messages)
{
    /// <inheritdoc/>
    public override ValueTask<string> CreateQueueAsync(CreateQueueRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request, limits);
        return connection.CallAsync(
            Api3Actions.CreateQueue,
            Queue(request.QueueName),
            json =>
            {
                json.WriteString("QueueName", request.QueueName);
                Api3Queue.Write(json, request.Settings);
            },
            static response => Api3Json.Text(response, "QueueId"),
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<QueueList> ListQueuesAsync(ListQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, limits);
        return connection.CallAsync(
            Api3Actions.DescribeQueues,
            default,
            json => WritePage(json, request.Offset, request.Limit, "QueueName", request.SearchWord),
            static response => new QueueList { TotalCount = response.GetProperty("TotalCount").GetInt32(), Queues = [.. response.GetProperty("QueueList").EnumerateArray().Select(Api3Queue.ReadEntry)] },
            cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<QueueAttributes> GetQueueAttributesAsync(string queueName, CancellationToken cancellationToken = default) =>
        DescribeAsync(queueName, static queue => Api3Queue.Read(queue), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SetQueueAttributesAsync(SetQueueAttributesRequest request, CancellationToken cancellationToken = default)
    {
        RequestRules.Check(request, limits);
        ValueTask change = ChangeAsync(
            Api3Actions.ModifyQueue,
            Queue(request.QueueName),
            json =>
            {
                json.WriteString("QueueName", request.QueueName);
                Api3Queue.Write(json, request.Settings);
            },
            cancellationToken);
        return request.Settings.DeadLetterPolicy is { } policy
            ? TellApartAsync(change, request.QueueName, $"There is no queue '{policy.DeadLetterQueue}' for the dead letters; create it first.", cancellationToken)
            : change;
    }

    /// <inheritdoc/>
    public override ValueTask DeleteQueueAsync(string queueName, CancellationToken cancellationToken = default) => ChangeQueueAsync(Api3Actions.DeleteQueue, "QueueName", queueName, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask ClearQueueAsync(string queueName, CancellationToken cancellationToken = default) => ChangeQueueAsync(Api3Actions.Clear, "QueueName", queueName, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask UnbindDeadLetterQueueAsync(string queueName, CancellationToken cancellationToken = default) => TellApartAsync(
        ChangeQueueAsync(Api3Actions.UnbindDeadLetter, "SourceQueueName", queueName, cancellationToken),
        queueName,
        $"Queue '{queueName}' has no dead-letter queue.",
        cancellationToken);

    /// <inheritdoc/>
    public override ValueTask RewindQueueAsync(RewindQueueRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckQueueName(request.QueueName, limits);
        return ChangeAsync(
            Api3Actions.Rewind,
            Queue(request.QueueName),
            json =>
            {
                json.WriteString("QueueName", request.QueueName);
                json.WriteNumber("StartConsumeTime", request.StartConsumeTime);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>The action that listed them is gone from the SDKs of today; a queue's description names them all.</remarks>
    public override async ValueTask<QueueList> ListDeadLetterSourceQueuesAsync(ListDeadLetterSourceQueuesRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        RequestRules.CheckPage(request.Offset, request.Limit, limits);
        QueueListEntry[] all = await DescribeAsync(
            request.DeadLetterQueueName,
            queue => Api3Json.Items(queue, "DeadLetterSource").Select(Api3Queue.ReadEntry).Where(entry => request.SearchWord is not { } word || entry.QueueName.Contains(word, StringComparison.OrdinalIgnoreCase)).ToArray(),
            cancellationToken).ConfigureAwait(false);
        return new QueueList { TotalCount = all.Length, Queues = [.. all.Skip(request.Offset).Take(request.Limit)] };
    }

    private static RequestSubject Queue(string name) => new(RequestSubject.Queue, name);

    private static void WritePage(Utf8JsonWriter json, int offset, int limit, string filter, string? word)
    {
        json.WriteNumber("Offset", offset);
        json.WriteNumber("Limit", limit);
        if (!string.IsNullOrEmpty(word))
            json.WriteString(filter, word);
    }

    private ValueTask<T> DescribeAsync<T>(string queueName, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        RequestRules.CheckQueueName(queueName, limits);
        return connection.CallAsync(Api3Actions.DescribeQueue, Queue(queueName), json => json.WriteString("QueueName", queueName), response => read(response.GetProperty("QueueDescribe")), cancellationToken);
    }

    /// <summary>Tells what a change has not found: the queue, or its dead-letter queue. Their code is the same, so whether the queue is there is asked.</summary>
    /// <param name="change">The call.</param>
    /// <param name="queueName">The queue.</param>
    /// <param name="withoutDeadLetterQueue">What it means if the queue is there.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    private async ValueTask TellApartAsync(ValueTask change, string queueName, string withoutDeadLetterQueue, CancellationToken cancellationToken)
    {
        try
        {
            await change.ConfigureAwait(false);
        }
        catch (CmqServiceException refusal) when (refusal.Is(CmqErrors.QueueDoesNotExist))
        {
            if (!await IsThereAsync(queueName, cancellationToken).ConfigureAwait(false))
                throw;
            throw new CmqServiceException(CmqErrors.DeadLetterQueueDoesNotExist, withoutDeadLetterQueue, refusal.RequestId, refusal);
        }
    }

    /// <summary>Whether there certainly is a queue.</summary>
    private async ValueTask<bool> IsThereAsync(string queueName, CancellationToken cancellationToken)
    {
        try
        {
            await GetQueueAttributesAsync(queueName, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (CmqException)
        {
            return false;
        }
    }

    private ValueTask ChangeQueueAsync(string action, string parameter, string queueName, CancellationToken cancellationToken)
    {
        RequestRules.CheckQueueName(queueName, limits);
        return ChangeAsync(action, Queue(queueName), json => json.WriteString(parameter, queueName), cancellationToken);
    }

    /// <summary>Calls an action that answers nothing.</summary>
    private async ValueTask ChangeAsync(string action, RequestSubject subject, Action<Utf8JsonWriter> write, CancellationToken cancellationToken) =>
        await connection.CallAsync(action, subject, write, static _ => true, cancellationToken).ConfigureAwait(false);
}
