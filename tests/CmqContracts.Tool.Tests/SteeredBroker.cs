using CmqContracts.Server.Tests;

namespace CmqContracts.Tool.Tests;

/// <summary>A broker whose actions a test watches or changes.</summary>
internal sealed class SteeredBroker(ICmqBackend broker) : ForwardingBackend(broker)
{
    /// <summary>Puts something in front of the inspector.</summary>
    public Func<ICmqInspector, ICmqInspector> Inspector { get; init; } = static inspector => inspector;

    /// <summary>Puts something in front of the service.</summary>
    public Func<ICmqService, ICmqService> Service { get; init; } = static service => service;

    public override ICmqInspector GetInspector(string account) => Inspector(base.GetInspector(account));

    public override ICmqService GetService(string account) => Service(base.GetService(account));
}
