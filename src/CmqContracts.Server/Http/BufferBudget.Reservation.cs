using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <content>The reservations.</content>
internal sealed partial class BufferBudget
{
    /// <summary>The share of the budget that one connection uses for its current request.</summary>
    public sealed class Reservation : IHeapItem<Reservation>
    {
        private readonly BufferBudget _budget;
        private readonly Lock _abortGate = new();
        private Action? _abort;
        private bool _isUsed;
        private bool _wasUnpinned;

        public Reservation(BufferBudget budget)
        {
            _budget = budget;
        }

        /// <summary>How many bytes are reserved.</summary>
        public long Bytes { get; set; }

        /// <summary>How many of them are for the head. They stay reserved when the others are released.</summary>
        public long Head { get; private set; }

        /// <summary>Whether it was evicted, and so has no bytes any more.</summary>
        public bool IsEvicted { get; set; }

        /// <summary>Whether it has more than <see cref="SmallBytes"/>.</summary>
        public bool IsLarge => Bytes > SmallBytes;

        /// <summary>Whether it is for an answer that is not read, otherwise for a request that is not complete.</summary>
        public bool IsUnread { get; set; }

        /// <summary>Which heap of the <see cref="EvictionOrder"/> it is in, if it may be evicted.</summary>
        public int Heap { get; set; }

        public int HeapIndex { get; set; } = -1;

        /// <summary>A number that grows with each progress of any reservation, and orders those with equal times.</summary>
        public long Sequence { get; set; }

        /// <summary>When the last chunk but one was complete, or the first one began.</summary>
        public long Since { get; set; }

        /// <summary>When the last chunk was complete; 0: none was.</summary>
        public long LastChunk { get; set; }

        /// <summary>Whether it is slower than another one of the same heap. That does not change until one of them makes progress.</summary>
        public bool ComesBefore(Reservation other) => Since < other.Since || (Since == other.Since && Sequence < other.Sequence);

        public bool IsSlowerThan(Reservation other, long now)
        {
            long mine = ChunkTime(now), others = other.ChunkTime(now);
            return mine > others || (mine == others && Sequence < other.Sequence);
        }

        /// <summary>Reserves the whole of an answer, or nothing when it is small and its request reserved nothing, which is the usual case.</summary>
        /// <returns>Whether the answer may be buffered.</returns>
        public bool TryReserveAnswer(int bytes) => (!_isUsed && bytes <= SmallBytes) || TryReserve(bytes);

        /// <summary>Reserves bytes in addition to those of the head.</summary>
        /// <inheritdoc cref="BufferBudget.TryReserve"/>
        public bool TryReserve(long bytes)
        {
            _isUsed = true;
            return _budget.TryReserve(this, Head + bytes);
        }

        /// <summary>Reserves bytes for a head, and nothing else.</summary>
        /// <inheritdoc cref="BufferBudget.TryReserve"/>
        public bool TryReserveHead(long bytes)
        {
            Head = bytes;
            return TryReserve(0);
        }

        /// <inheritdoc cref="BufferBudget.Unpin"/>
        /// <param name="unread">Whether it is for an answer that is not read, otherwise for a request that is not complete.</param>
        /// <param name="abort">Ends what was evicted, on any thread, but before <see cref="Pin"/> or <see cref="Release"/> returns. It must not wait.</param>
        public void Unpin(bool unread, Action abort)
        {
            _isUsed = true;
            _wasUnpinned = true;
            lock (_abortGate)
                _abort = abort;
            _budget.Unpin(this, unread);
        }

        /// <summary>Ends what was evicted, unless that has been done.</summary>
        public void AbortIfEvicted()
        {
            lock (_abortGate)
            {
                if (IsEvicted)
                    Abort();
            }
        }

        /// <inheritdoc cref="BufferBudget.Progress"/>
        public void Progress() => _budget.Progress(this);

        /// <inheritdoc cref="BufferBudget.Pin"/>
        public bool Pin()
        {
            bool wasEvicted = _budget.Pin(this);
            DropAbort(wasEvicted);
            return wasEvicted;
        }

        /// <summary>Releases all but the head.</summary>
        public void Release()
        {
            if (!_isUsed)
                return;
            bool wasEvicted = _budget.Release(this);
            DropAbort(wasEvicted);
            if (wasEvicted)
                Head = 0;
            _isUsed = Head > 0;
        }

        /// <summary>Releases everything.</summary>
        public void ReleaseHead()
        {
            Head = 0;
            Release();
        }

        /// <summary>Releases everything at the end of the connection. When its client was slow, the connection's own memory counts as a large buffer that became free, because many such connections often end together.</summary>
        public void End(int connectionBytes)
        {
            ReleaseHead();
            if (_wasUnpinned)
                _budget._memory?.Note(connectionBytes);
        }

        /// <summary>How long a chunk takes: the mean of the current one and the one before, so that a client that sends in bursts is as slow as one that sends evenly.</summary>
        private long ChunkTime(long now) => LastChunk == 0 ? now - Since : (now - Since) / 2;

        /// <summary>The callback must not be called any more, because the connection may soon serve another request.</summary>
        private void DropAbort(bool wasEvicted)
        {
            lock (_abortGate)
            {
                if (wasEvicted)
                    Abort();
                _abort = null;
            }
        }

        private void Abort()
        {
            Action? abort = _abort;
            _abort = null;
            try
            {
                abort?.Invoke();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection has ended by itself.
            }
        }
    }
}
