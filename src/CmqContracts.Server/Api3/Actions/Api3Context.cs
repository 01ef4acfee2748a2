using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <summary>What an API 3.0 action works on.</summary>
/// <param name="Service">The account's queues and topics.</param>
/// <param name="BackendLimits">The backend's limits.</param>
/// <param name="Limits">TDMQ's limits, whose defaults and ranges hold in API 3.0 besides the backend's.</param>
/// <param name="Parameters">The action's parameters.</param>
/// <param name="Reply">The reply to fill.</param>
/// <param name="Aborted">Fires when the client disconnects.</param>
internal sealed record Api3Context(ICmqService Service, CmqLimits BackendLimits, CmqLimits Limits, Api3Parameters Parameters, Api3Reply Reply, CancellationToken Aborted);
