using CmqContracts;

namespace AspNet;

/// <summary>Ships the orders that were placed. The same order may come twice, and is shipped once.</summary>
internal sealed class ShipOrder(Shipments shipments, ILogger<ShipOrder> logger) : IMessageHandler<OrderPlaced>
{
    public Task<Settle> HandleAsync(ReceivedMessage<OrderPlaced> message, CancellationToken cancellationToken)
    {
        if (message.Body.Pieces <= 0)
            return Task.FromResult(Settle.Reject("no pieces"));
        if (shipments.TryAdd(message.Body.Id))
            logger.LogInformation("Shipped order {Order}, {Pieces} pieces.", message.Body.Id, message.Body.Pieces);
        return Task.FromResult(Settle.Done);
    }
}
