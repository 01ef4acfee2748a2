using CmqContracts;

namespace Quickstart;

// One record, one queue: the attribute states the queue, the generator writes codec, contract and client.

/// <summary>The shop's orders: the queue of the quick start.</summary>
[CmqQueue("QueueForTest", VisibilityTimeout = 10, PollingWaitSeconds = 10, MaxMsgSize = 65536)]
public sealed partial record OrderPlaced(
    Guid Id,
    string Customer,
    decimal Total,
    string Channel,
    DateTimeOffset PlacedAt,
    DateOnly? DeliverOn,
    Address ShipTo,
    IReadOnlyList<OrderLine> Lines,
    string[] Tags,
    string? Note);

/// <summary>Where an order goes: a nested record needs no attribute.</summary>
public sealed record Address(string Province, string City, string Street, string Postcode, string? Phone);

/// <summary>One article of an order.</summary>
public sealed record OrderLine(string Sku, string Name, int Quantity, decimal UnitPrice, decimal Discount);

/// <summary>A short polling wait and a short visibility timeout, so that the demo need not wait long for either.</summary>
[CmqQueue("QuickstartPayments", VisibilityTimeout = 2, PollingWaitSeconds = 2)]
public sealed partial record PaymentRequested(Guid OrderId, decimal Amount, string Currency);

/// <summary>The visibility timeout is longer than the retention: a message is received once, never again.</summary>
[CmqQueue("QuickstartReminders", VisibilityTimeout = 600, MsgRetentionSeconds = 60)]
public sealed partial record ReminderDue(string Customer, string Text);

/// <summary>Deleted messages can be brought back for 12 hours.</summary>
[CmqQueue("QueueTest", VisibilityTimeout = 30, RewindSeconds = 43200)]
public sealed partial record StockChanged(Guid Id, string Sku, int Change);
