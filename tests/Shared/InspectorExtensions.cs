namespace CmqContracts.Testing;

/// <summary>What tests ask an inspector for most.</summary>
internal static class InspectorExtensions
{
    /// <summary>All queues of an account, of which a test has few.</summary>
    public static async ValueTask<IReadOnlyList<QueueDescription>> DescribeAllAsync(this ICmqInspector inspector) =>
        (await inspector.DescribeQueuesAsync(new DescribeQueuesRequest { Limit = 1000 })).Queues;

    /// <summary>The messages of one page.</summary>
    public static async ValueTask<IReadOnlyList<InspectedMessage>> PeekAsync(this ICmqInspector inspector, PeekMessagesRequest request) =>
        (await inspector.PeekMessagesAsync(request)).Messages;
}
