using CmqContracts.Broker.Tests.Behaviour;
using CmqContracts.Protocol;
using CmqContracts.Testing;

namespace CmqContracts.Broker.Tests.Stores;

/// <summary>A store that fails while the broker does what time has made due, before any request of the batch has run.</summary>
public sealed class LostBeginTests : BrokerTest
{
    private readonly FailingDueStore _store;

    public LostBeginTests()
        : this(new FailingDueStore())
    {
    }

    private LostBeginTests(FailingDueStore store)
        : base(store) => _store = store;

    [Fact]
    public async Task What_is_due_is_done_a_second_later_without_a_request()
    {
        await CreateAsync();
        await SendAsync("a", delay: 5);
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync();
        _store.Fails = true;
        Clock.AdvanceSeconds(5);
        _store.Fails = false;
        Assert.False(wait.IsCompleted);

        Clock.AdvanceSeconds(1);

        Assert.True(wait.IsCompleted);
        Assert.Equal("a", Text((await wait)[0]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_broker_that_closes_ends_its_waits_all_the_same(bool asynchronously)
    {
        await CreateAsync();
        await CreateAsync("other");
        await SendAsync("a", delay: 5);
        Task<IReadOnlyList<CmqMessage>> wait = WaitAsync(name: "other");
        _store.Fails = true;
        Clock.AdvanceSeconds(5);

        if (asynchronously)
            await Broker.DisposeAsync();
        else
            Broker.Dispose();

        Assert.True(wait.IsCompleted);
        Assert.Equal(CmqOutcome.NotSent, (await Assert.ThrowsAsync<CmqUnavailableException>(() => wait)).Outcome);
        await Assert.ThrowsAsync<CmqUnavailableException>(async () => await ReceiveAsync());
    }

    private sealed class FailingDueStore() : ForwardingStore(new SnapshotStore())
    {
        public bool Fails { get; set; }

        internal override void ReadDue(long queue, long now, int maxMessages, List<MessageHeader> into)
        {
            if (Fails)
                throw new IOException("This read was to fail.");
            base.ReadDue(queue, now, maxMessages, into);
        }
    }
}
