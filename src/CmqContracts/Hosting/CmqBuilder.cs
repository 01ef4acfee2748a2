using Microsoft.Extensions.DependencyInjection;

namespace CmqContracts;

/// <summary>Adds queues to a host's services. Made by <c>AddCmq</c>.</summary>
public sealed class CmqBuilder
{
    internal CmqBuilder(IServiceCollection services) => Services = services;

    /// <summary>The host's services.</summary>
    public IServiceCollection Services { get; }
}
