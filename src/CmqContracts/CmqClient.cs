using CmqContracts.Protocol;

namespace CmqContracts;

/// <summary>A connection to one account of a CMQ service. Make one per process and share it.</summary>
public sealed class CmqClient
{
    internal CmqClient(ICmqService service, CmqLimits limits)
    {
        Service = service;
        Limits = limits;
    }

    /// <summary>The actions of the service, without types.</summary>
    public ICmqService Service { get; }

    /// <summary>The limits that the client holds requests to.</summary>
    public CmqLimits Limits { get; }
}
