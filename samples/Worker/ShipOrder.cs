using CmqContracts;
using Microsoft.Extensions.Logging;

namespace Worker;

/// <summary>Ships the orders that were placed, if there are as many pieces.</summary>
internal sealed class ShipOrder(TimeProvider time, ILogger<ShipOrder> logger) : IMessageHandler<OrderPlaced>
{
    private const int MostPieces = 100;

    public async Task<Settle> HandleAsync(ReceivedMessage<OrderPlaced> message, CancellationToken cancellationToken)
    {
        if (message.Body.Pieces > MostPieces)
            throw new OutOfStockException();
        await Task.Delay(TimeSpan.FromMilliseconds(50 * message.Body.Pieces), time, cancellationToken);
        logger.LogInformation("Shipped order {Order}, {Pieces} pieces.", message.Body.Id, message.Body.Pieces);
        return Settle.Done;
    }
}

/// <summary>Somebody wants more than there is.</summary>
internal sealed class OutOfStockException : Exception;
