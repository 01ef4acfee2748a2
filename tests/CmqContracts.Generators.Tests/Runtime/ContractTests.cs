using CmqContracts.Protocol;

namespace CmqContracts.Generators.Tests.Runtime;

public class ContractTests
{
    [Fact]
    public void The_contract_has_the_stated_attributes_and_no_others() =>
        Assert.Equal(
            new QueueSettings { VisibilityTimeout = 10, DeadLetterPolicy = DeadLetterPolicy.AfterReceives("dead", 3) },
            Contract<OrderPlaced>().Settings);

    [Fact]
    public void The_client_has_the_queue_s_name() => Assert.Equal((OrderPlacedQueue.Name, "nested"), (Contract<OrderPlaced>().QueueName, Outer.NestedQueue.Name));

    [Fact]
    public void The_contract_is_one_object() => Assert.Same(Contract<OrderPlaced>(), Contract<OrderPlaced>());

    private static QueueContract<T> Contract<T>()
        where T : IQueueMessage<T> => T.Contract;
}
