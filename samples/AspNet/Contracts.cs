using CmqContracts;

namespace AspNet;

/// <summary>An order that the site has taken and nobody has shipped yet.</summary>
[CmqQueue("AspNetOrders", VisibilityTimeout = 30, DeadLetterQueue = "AspNetOrders-failed", MaxReceiveCount = 5)]
public sealed partial record OrderPlaced(Guid Id, string Customer, int Pieces);
