using CmqContracts;

namespace Worker;

/// <summary>An order that somebody has placed and nobody has shipped yet.</summary>
[CmqQueue("WorkerOrders", VisibilityTimeout = 30, DeadLetterQueue = "WorkerOrders-failed", MaxReceiveCount = 5)]
public sealed partial record OrderPlaced(Guid Id, int Pieces);
