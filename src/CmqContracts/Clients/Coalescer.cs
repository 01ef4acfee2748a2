using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using CmqContracts.Protocol.Wire;

namespace CmqContracts;

/// <summary>
/// Gathers messages that are sent one by one into batches. A batch leaves when it is full, when the next message does not go into it, or when its
/// first message has waited long enough. Each message has its own result and its own cancellation.
/// </summary>
/// <param name="delay">How long the first message of a batch waits for others.</param>
/// <param name="limits">The limits in force.</param>
/// <param name="time">The clock.</param>
internal sealed class Coalescer(TimeSpan delay, CmqLimits limits, TimeProvider time)
{
    private readonly object _gate = new();

    /// <summary>The batches that gather messages; of equal targets there is one.</summary>
    private readonly Dictionary<BatchTarget, Gathering> _gathering = [];
    private readonly HashSet<Task> _underWay = [];
    private bool _isClosed;

    /// <summary>Sends a message along with others.</summary>
    /// <param name="target">Where it goes: messages of equal targets leave together.</param>
    /// <param name="message">The message.</param>
    /// <param name="codec">Writes it.</param>
    /// <param name="cancellationToken">Takes the message back while its batch gathers; after that it ends the wait.</param>
    /// <returns>Its id.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<string> SendAsync<TMessage>(BatchTarget target, TMessage message, MessageCodec<TMessage> codec, CancellationToken cancellationToken)
    {
        Creation? creation = target.BeginCreate();
        Member member;
        try
        {
            member = Join(target, Write(target, message, codec, creation), creation, cancellationToken);
        }
        catch (Exception e)
        {
            creation?.End(messageId: null, e);
            throw;
        }

        await using (cancellationToken.UnsafeRegister(static (state, token) => ((Member)state!).Cancel(token), member).ConfigureAwait(false))
            return await member.Result.ConfigureAwait(false);
    }

    /// <summary>Sends what has gathered, and takes no more.</summary>
    /// <returns>Completes when all that was under way has its result.</returns>
    public async Task CloseAsync()
    {
        Task[] underWay;
        lock (_gate)
        {
            LeaveAll();
            underWay = [.. _underWay];
        }

        await Task.WhenAll(underWay).ConfigureAwait(false);
    }

    /// <summary>As <see cref="CloseAsync"/>, and waits here.</summary>
    public void Close()
    {
        lock (_gate)
        {
            LeaveAll();
            while (_underWay.Count > 0)
                Monitor.Wait(_gate);
        }
    }

    private void LeaveAll()
    {
        _isClosed = true;
        foreach (Gathering gathering in _gathering.Values.ToArray())
            Leave(gathering);
    }

    private static PooledBufferWriter Write<TMessage>(BatchTarget target, TMessage message, MessageCodec<TMessage> codec, Creation? creation)
    {
        PooledBufferWriter body = new();
        try
        {
            codec.Encode(message, body);
            target.Check(body.WrittenMemory);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
        finally
        {
            creation?.Written();
        }
    }

    private Member Join(BatchTarget target, PooledBufferWriter body, Creation? creation, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_isClosed, typeof(CmqClient));
                if (_gathering.TryGetValue(target, out Gathering? gathering) && !gathering.Room.Takes(body.Length))
                {
                    Leave(gathering);
                    gathering = null;
                }

                gathering ??= Begin(target);
                Member member = new(this, gathering, body, creation);
                gathering.Members.Add(member);
                gathering.Room.Add(body.Length);
                if (gathering.Room.IsFull)
                    Leave(gathering);
                return member;
            }
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private Gathering Begin(BatchTarget target)
    {
        Gathering gathering = new(target, new BatchRoom(limits));
        _gathering.Add(target, gathering);
        using (NoFlow.Begin())
            gathering.Timer = time.CreateTimer(_ => LeaveInTime(gathering), null, delay, Timeout.InfiniteTimeSpan);
        return gathering;
    }

    private void LeaveInTime(Gathering gathering)
    {
        lock (_gate)
        {
            if (!gathering.HasLeft)
                Leave(gathering);
        }
    }

    /// <summary>Sends what has gathered, on a thread of the pool and outside of any caller's context. Called with the gate held.</summary>
    private void Leave(Gathering gathering)
    {
        End(gathering);
        using (NoFlow.Begin())
        {
            Task sending = Task.Run(() => SendAsync(gathering));
            _underWay.Add(sending);
            _ = ForgetAsync(sending);
        }
    }

    private void End(Gathering gathering)
    {
        gathering.HasLeft = true;
        gathering.Timer?.Dispose();
        _gathering.Remove(gathering.Target);
    }

    private async Task SendAsync(Gathering gathering)
    {
        MessageBatch batch = new(limits, firstIndex: null);
        foreach (Member member in gathering.Members)
            batch.Add(member.Body, member.Creation);
        // By nobody's token: it is the message of others, too.
        await batch.SendAsync(gathering.Target, CancellationToken.None).ConfigureAwait(false);
        for (int i = 0; i < gathering.Members.Count; i++)
        {
            gathering.Members[i].Body.Dispose();
            gathering.Members[i].Complete(batch.Entries[i]);
        }
    }

    private async Task ForgetAsync(Task sending)
    {
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_gate)
        {
            _underWay.Remove(sending);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes a message out of its batch.</summary>
    /// <returns>Whether it has not left.</returns>
    private bool TryTakeBack(Member member)
    {
        lock (_gate)
        {
            Gathering gathering = member.Gathering;
            if (gathering.HasLeft)
                return false;
            gathering.Members.Remove(member);
            gathering.Room.Remove(member.Body.Length);
            member.Body.Dispose();
            if (gathering.Members.Count == 0)
                End(gathering);
            return true;
        }
    }

    /// <summary>Messages that leave together.</summary>
    private sealed class Gathering(BatchTarget target, BatchRoom room)
    {
        /// <summary>How much more goes into it.</summary>
        public BatchRoom Room = room;

        public BatchTarget Target => target;

        public List<Member> Members { get; } = new(16);

        public ITimer? Timer { get; set; }

        public bool HasLeft { get; set; }
    }

    /// <summary>A message, and who waits for its result.</summary>
    private sealed class Member(Coalescer coalescer, Gathering gathering, PooledBufferWriter body, Creation? creation) : IValueTaskSource<string>
    {
        // Callers go on on threads of their own, not one after the other.
        private ManualResetValueTaskSourceCore<string> _result = new() { RunContinuationsAsynchronously = true };
        private int _hasResult;

        public Gathering Gathering => gathering;

        public PooledBufferWriter Body => body;

        public Creation? Creation => creation;

        /// <summary>Its id. Awaited once.</summary>
        public ValueTask<string> Result => new(this, _result.Version);

        public void Cancel(CancellationToken token)
        {
            if (coalescer.TryTakeBack(this))
                creation?.End(messageId: null, new OperationCanceledException(token));
            if (IsFirst())
                _result.SetException(new OperationCanceledException(token));
        }

        public void Complete(SendEntry entry)
        {
            if (!IsFirst())
                return;
            if (entry.Error is { } error)
                _result.SetException(error);
            else
                _result.SetResult(entry.MessageId!);
        }

        string IValueTaskSource<string>.GetResult(short token) => _result.GetResult(token);

        ValueTaskSourceStatus IValueTaskSource<string>.GetStatus(short token) => _result.GetStatus(token);

        void IValueTaskSource<string>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) => _result.OnCompleted(continuation, state, token, flags);

        /// <summary>Whether its result is not there yet: a cancellation may come as the batch does.</summary>
        private bool IsFirst() => Interlocked.Exchange(ref _hasResult, 1) == 0;
    }
}
