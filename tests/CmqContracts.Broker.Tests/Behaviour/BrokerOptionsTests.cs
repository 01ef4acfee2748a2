namespace CmqContracts.Broker.Tests;

/// <summary>Options that cannot work stop a broker from starting, with a message that names the option.</summary>
public sealed class BrokerOptionsTests
{
    [Fact]
    public void A_missing_table_of_limits_is_refused_by_name() =>
        Assert.StartsWith("BrokerOptions.Limits is null; ", Assert.Throws<ArgumentException>(static () => new CmqBroker(new BrokerOptions { Limits = null! })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_source_of_time_is_refused_by_name() =>
        Assert.StartsWith("BrokerOptions.TimeProvider is null; ", Assert.Throws<ArgumentException>(static () => new CmqBroker(new BrokerOptions { TimeProvider = null! })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_store_is_one_brokers_own()
    {
        MemoryStore store = new();
        using CmqBroker first = new(new BrokerOptions { Store = store });

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new CmqBroker(new BrokerOptions { Store = store }));

        Assert.Equal("BrokerOptions.Store belongs to another broker, which uses and disposes it. Open a store for each broker.", refusal.Message);
    }
}
