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

    [Fact]
    public void A_binding_has_a_contract_of_its_own() => Assert.Equal(
        ("QueueForTest", "second-orders", "bound-messages", 11),
        (Contract<OrderPlaced>().QueueName, Contract<OrderPlaced, SecondOrders>().QueueName, Contract<CmqMessage, BoundMessages>().QueueName, Contract<CmqMessage, BoundMessages>().Settings.VisibilityTimeout));

    [Fact]
    public void A_failure_names_the_bound_type_not_the_binding()
    {
        MessageFormatException e = Assert.Throws<MessageFormatException>(() => Contract<QueueList, BoundLists>().Codec.Decode("""{"totalCount":1,"queues":[{"queueId":"a","queueName":null}]}"""u8));
        Assert.Equal((typeof(QueueList).FullName, "$.queues[0].queueName"), (e.Contract, e.Path));
    }

    private static QueueContract<T> Contract<T>()
        where T : IQueueMessage<T> => Contract<T, T>();

    private static QueueContract<T> Contract<T, TBinding>()
        where TBinding : IQueueMessage<T> => TBinding.Contract;
}
