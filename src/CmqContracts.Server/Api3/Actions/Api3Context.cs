namespace CmqContracts.Server;

/// <summary>What an API 3.0 action works on.</summary>
/// <param name="Backend">The backend.</param>
/// <param name="Account">The account of the request.</param>
/// <param name="Limits">TDMQ's limits, whose defaults and ranges hold in API 3.0 besides the backend's.</param>
/// <param name="Parameters">The action's parameters.</param>
/// <param name="Reply">The reply to fill.</param>
/// <param name="Aborted">Fires when the client disconnects.</param>
internal sealed record Api3Context(ICmqBackend Backend, string Account, CmqLimits Limits, Api3Parameters Parameters, Api3Reply Reply, CancellationToken Aborted)
{
    /// <summary>The account's queues and topics.</summary>
    public ICmqService Service { get; } = Backend.GetService(Account);

    /// <summary>The account's inspector.</summary>
    public ICmqInspector Inspector => Backend.GetInspector(Account);

    /// <summary>The backend's limits.</summary>
    public CmqLimits BackendLimits => Backend.Limits;
}
