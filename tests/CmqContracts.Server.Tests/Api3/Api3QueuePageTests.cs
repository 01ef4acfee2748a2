using System.Reflection;
using System.Text;
using CmqContracts.Broker;

namespace CmqContracts.Server.Tests;

/// <summary>A page of queues costs the backend one call, however many there are.</summary>
public sealed class Api3QueuePageTests
{
    [Theory]
    [InlineData("DescribeCmqQueues", "")]
    [InlineData("DescribeCmqQueues", "QueueNameList")]
    [InlineData("DescribeCmqQueueDetail", "QueueName")]
    public async Task Queues_are_described_in_one_call(string action, string byName)
    {
        await using CountingBackend backend = new();
        for (int i = 0; i < 20; i++)
            await backend.GetService("a").CreateQueueAsync(new CreateQueueRequest($"q{i:00}", new QueueSettings { DeadLetterPolicy = i is > 0 and < 4 ? DeadLetterPolicy.AfterReceives("q00", 1) : null }));
        backend.Calls.Clear();
        using Api3Reply reply = new();
        await Api3ActionTable.Actions.Find(action)!.Handler(new Api3Context(backend, "a", CmqLimits.Tdmq, new Names(byName), reply, CancellationToken.None));
        Assert.Equal(["DescribeQueuesAsync"], backend.Calls);
    }

    private sealed class Names(string parameter) : Api3Parameters
    {
        protected override ReadOnlyMemory<byte>? Find(string name) => name == parameter ? "q00"u8.ToArray() : null;

        protected override IEnumerable<ReadOnlyMemory<byte>> FindList(string name) =>
            name == parameter ? Enumerable.Range(0, 20).Select(static i => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes($"q{i:00}")) : [];
    }

    private sealed class CountingBackend() : ForwardingBackend(new CmqBroker())
    {
        public List<string> Calls { get; } = [];

        public override ICmqService GetService(string account) => Count(base.GetService(account));

        public override ICmqInspector GetInspector(string account) => Count(base.GetInspector(account));

        private T Count<T>(T inner)
            where T : class
        {
            T counted = DispatchProxy.Create<T, Counter>();
            ((Counter)(object)counted).Inner = inner;
            ((Counter)(object)counted).Calls = Calls;
            return counted;
        }
    }

#pragma warning disable CA1852 // The proxy derives from it.
    public class Counter : DispatchProxy
#pragma warning restore CA1852
    {
        internal object Inner { get; set; } = null!;

        internal List<string> Calls { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            Calls.Add(targetMethod!.Name);
            return targetMethod.Invoke(Inner, args);
        }
    }
}
