using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>What an action of API 3.0 works on.</summary>
/// <param name="Service">The account's queues and topics.</param>
/// <param name="BackendLimits">What the backend holds to.</param>
/// <param name="Limits">TDMQ's defaults and ranges, which hold in API 3.0 besides the backend's.</param>
/// <param name="Parameters">The action's parameters.</param>
/// <param name="Reply">The reply to fill.</param>
/// <param name="Aborted">Fires when the client goes away.</param>
internal sealed record Api3Context(ICmqService Service, CmqLimits BackendLimits, CmqLimits Limits, Api3Parameters Parameters, Api3Reply Reply, CancellationToken Aborted);
