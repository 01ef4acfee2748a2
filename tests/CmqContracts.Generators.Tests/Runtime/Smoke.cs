namespace CmqContracts.Generators.Tests.Runtime;

[CmqQueue("QueueForTest", VisibilityTimeout = 10, PollingWaitSeconds = 10, MaxMsgSize = 65536, RewindSeconds = 43200)]
public sealed partial record OrderPlaced(Guid Id, string Customer, decimal Total);
