using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>The subscriptions that a queue's contract states: creates them, and finds and corrects what differs.</summary>
internal sealed class QueueSubscriptions
{
    private readonly CmqClient _client;
    private readonly string _queueName;
    private readonly IReadOnlyList<SubscriptionContract> _contracts;

    /// <exception cref="CmqServiceException">A subscription breaks a limit.</exception>
    public QueueSubscriptions(CmqClient client, string queueName, IReadOnlyList<SubscriptionContract> contracts)
    {
        _client = client;
        _queueName = queueName;
        _contracts = contracts;
        foreach (SubscriptionContract contract in contracts)
            TopicRules.Check(Request(contract), client.Limits);
    }

    private ICmqService Service => _client.Service;

    /// <summary>Creates those that are missing.</summary>
    /// <returns>What differs of those that exist.</returns>
    public async ValueTask<List<AttributeDrift>> EnsureAsync(CancellationToken cancellationToken)
    {
        List<AttributeDrift> drift = [];
        foreach (SubscriptionContract contract in _contracts)
        {
            if (!await TrySubscribeAsync(contract, cancellationToken).ConfigureAwait(false))
                drift.AddRange(SubscriptionDrift.Find(contract, _queueName, await GetAsync(contract, cancellationToken).ConfigureAwait(false)));
        }

        return drift;
    }

    /// <summary>Creates those that are missing, and changes what differs and can be changed.</summary>
    /// <returns>What was changed.</returns>
    public async ValueTask<List<AttributeDrift>> ApplyAsync(CancellationToken cancellationToken)
    {
        List<AttributeDrift> changed = [];
        foreach (SubscriptionContract contract in _contracts)
        {
            if (await TrySubscribeAsync(contract, cancellationToken).ConfigureAwait(false))
            {
                changed.Add(SubscriptionDrift.Missing(contract));
                continue;
            }

            SubscriptionAttributes actual = await GetAsync(contract, cancellationToken).ConfigureAwait(false);
            List<AttributeDrift> drift = SubscriptionDrift.Find(contract, _queueName, actual);
            if (drift.Find(static difference => difference.Kind == DriftKind.Fixed) is { } other)
            {
                // A subscription of that name delivers elsewhere: it is not the contract's, so nothing of it is changed.
                _client.Logger.QueueDrift(_queueName, other);
                continue;
            }

            if (drift.Count > 0)
                await ChangeAsync(contract, actual, cancellationToken).ConfigureAwait(false);
            changed.AddRange(drift);
        }

        return changed;
    }

    private async ValueTask<bool> TrySubscribeAsync(SubscriptionContract contract, CancellationToken cancellationToken)
    {
        try
        {
            await SubscribeAsync(contract, cancellationToken).ConfigureAwait(false);
            _client.Logger.Subscribed(_queueName, contract.TopicName, contract.Name);
            return true;
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.SubscriptionAlreadyExists))
        {
            return false;
        }
    }

    private async ValueTask SubscribeAsync(SubscriptionContract contract, CancellationToken cancellationToken)
    {
        try
        {
            await Service.SubscribeAsync(Request(contract), cancellationToken).ConfigureAwait(false);
        }
        catch (CmqServiceException e) when (e.Is(CmqErrors.TopicDoesNotExist))
        {
            await TopicCreation.TryCreateAsync(_client, new CreateTopicRequest(contract.TopicName, new TopicSettings()) { Filter = contract.Filter }, cancellationToken).ConfigureAwait(false);
            await Service.SubscribeAsync(Request(contract), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask ChangeAsync(SubscriptionContract contract, SubscriptionAttributes actual, CancellationToken cancellationToken)
    {
        if (contract.FilterTags.Count > 0 || contract.BindingKeys.Count > 0 || contract.NotifyStrategy is not null)
        {
            SubscriptionSettings settings = new() { NotifyStrategy = contract.NotifyStrategy, FilterTags = contract.FilterTags, BindingKeys = contract.BindingKeys };
            await Service.SetSubscriptionAttributesAsync(new SetSubscriptionAttributesRequest(contract.TopicName, contract.Name, settings), cancellationToken).ConfigureAwait(false);
        }

        if (contract.FilterTags.Count == 0 && actual.FilterTags.Count > 0)
            await Service.ClearSubscriptionFilterTagsAsync(contract.TopicName, contract.Name, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<SubscriptionAttributes> GetAsync(SubscriptionContract contract, CancellationToken cancellationToken) =>
        Answers.Subscription(await Service.GetSubscriptionAttributesAsync(contract.TopicName, contract.Name, cancellationToken).ConfigureAwait(false));

    private SubscribeRequest Request(SubscriptionContract contract) => new(contract.TopicName, contract.Name, SubscriptionProtocol.Queue, _queueName)
    {
        NotifyStrategy = contract.NotifyStrategy,
        NotifyContentFormat = NotifyContentFormat.Simplified,
        FilterTags = contract.FilterTags,
        BindingKeys = contract.BindingKeys,
    };
}
