using System.Security.Cryptography;
using System.Text;
using CmqContracts.Protocol.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

/// <summary>Handles a message in the transaction that keeps its key, so that it happens once.</summary>
/// <param name="setup">What the handler is made of.</param>
/// <param name="window">For how long a copy of a handled message may be sent.</param>
internal sealed class Deduplicator<TMessage>(HandlerSetup<TMessage> setup, TimeSpan window)
{
    /// <summary>The longest key in UTF-16 units: at most 768 bytes, where an index of PostgreSQL takes 2,700 for queue and key.</summary>
    private const int LongestKey = 256;

    private readonly IDeduplicationStore _store = setup.Store!;
    private readonly KeyExpiry<TMessage> _expiry = new(setup, window);

    /// <summary>Whether messages are handled one at a time, as the store's database lets one transaction write at a time.</summary>
    public bool HasOneWriter => _store is SqlDeduplicationStore { HasOneWriter: true };

    private QueueClient<TMessage> Queue => setup.Queue;

    /// <summary>Handles a message, unless one with its key was handled before. Whatever becomes of the store, a message that was not handled is left.</summary>
    /// <param name="message">The message.</param>
    /// <param name="services">The services of its scope, which get the transaction.</param>
    /// <param name="handle">Handles it.</param>
    /// <param name="deadline">Fires when its time ends.</param>
    public async Task<Settle> HandleAsync(ReceivedMessage<TMessage> message, IServiceProvider services, Func<Task<Settle>> handle, CancellationToken deadline)
    {
        DeduplicationRequest request;
        try
        {
            request = RequestFor(message);
        }
        catch (Exception e)
        {
            Queue.Client.Logger.NoKey(e, ShownText.Of(message.MessageId), Queue.QueueName, message.DequeueCount);
            return Settle.Leave;
        }

        IDeduplicationTransaction? transaction;
        try
        {
            transaction = await _store.TryBeginAsync(request, deadline).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            if (deadline.IsCancellationRequested)
            {
                Queue.Client.Logger.StoreWaitedFor(ShownText.Of(message.MessageId), Queue.QueueName, message.DequeueCount);
                return Settle.Abandon;
            }

            Queue.Client.Logger.StoreFailed(e, ShownText.Of(message.MessageId), Queue.QueueName, message.DequeueCount);
            return Settle.Leave;
        }

        if (transaction is null)
        {
            Queue.Client.Logger.Duplicate(ShownText.Of(message.MessageId), Queue.QueueName, message.DequeueCount);
            return Settle.Duplicate;
        }

        try
        {
            services.GetRequiredService<MessageTransaction>().Set(transaction.Transaction);
            Settle settle = await handle().ConfigureAwait(false);
            return settle.Kind != SettleKind.Done || await TryCommitAsync(message, transaction).ConfigureAwait(false) ? settle : Settle.Leave;
        }
        finally
        {
            await Safely.DisposeAsync(transaction, message, Queue).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes some keys that have expired, if it is time for that. It throws nothing.</summary>
    /// <param name="message">A message, which tells the service's time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public ValueTask ExpireAsync(ReceivedMessage<TMessage> message, CancellationToken cancellationToken) => _expiry.RunAsync(message, cancellationToken);

    /// <summary>What was done is kept even if the message's time has ended: another delivery of it waits for this.</summary>
    private async ValueTask<bool> TryCommitAsync(ReceivedMessage<TMessage> message, IDeduplicationTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception e)
        {
            Queue.Client.Logger.NotCommitted(e, ShownText.Of(message.MessageId), Queue.QueueName, message.DequeueCount);
            return false;
        }
    }

    private DeduplicationRequest RequestFor(ReceivedMessage<TMessage> message)
    {
        string? key = Queue.Contract.DeduplicationKey is { } read ? read(message.Body) : KeyOf(message.Envelope);
        if (WhyNotAKey(key) is { } why)
            throw new InvalidOperationException($"The de-duplication key of a {typeof(TMessage).Name} {why}. It must be 1 to {LongestKey} characters of text: give every message such a key, or put [DeduplicationKey] on another member.");
        return new DeduplicationRequest
        {
            QueueName = setup.StoredName,
            Key = key!,
            ProducedAt = message.EnqueuedAt,
            HandledAt = message.VisibleAgainAt,
            Loops = Queue.Client.Loops,
        };
    }

    /// <summary>An envelope's id is unique for its source. Both come from any producer, so that a hash bounds them, with a length that tells where the source ends.</summary>
    private static string? KeyOf(MessageEnvelope? envelope) =>
        envelope is null ? null : $"sha256:{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{envelope.Source.Length}:{envelope.Source}{envelope.Id}")))}";

    /// <summary>What is wrong with a key, without showing it; <see langword="null"/>: nothing.</summary>
    private static string? WhyNotAKey(string? key) => key switch
    {
        null => "is null, or would be the id of an envelope, and the message came without one",
        "" => "is empty",
        { Length: > LongestKey } => $"has {key.Length} characters",
        _ when key.Contains('\0', StringComparison.Ordinal) => "has the character U+0000 in it, which PostgreSQL does not store",
        _ when HasHalfPair(key) => "has half of a surrogate pair in it",
        _ => null,
    };

    private static bool HasHalfPair(string key)
    {
        for (int i = 0; i < key.Length; i++)
        {
            if (char.IsSurrogate(key[i]) && !(i + 1 < key.Length && char.IsSurrogatePair(key[i], key[++i])))
                return true;
        }

        return false;
    }
}
