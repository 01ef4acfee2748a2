using CmqContracts.Protocol;

namespace CmqContracts.Server;

/// <content>What is held.</content>
internal sealed partial class BufferBudget
{
    /// <summary>What one connection holds of the budget, for the request that is under way.</summary>
    public sealed class Holding : IHeapItem<Holding>
    {
        private readonly BufferBudget _budget;
        private readonly Lock _cutGate = new();
        private Action? _cut;
        private bool _isUsed;
        private bool _wasExposed;

        public Holding(BufferBudget budget)
        {
            _budget = budget;
        }

        /// <summary>How many bytes are held.</summary>
        public long Bytes { get; set; }

        /// <summary>How many of them are the head's: they stay while the rest comes and goes.</summary>
        public long Head { get; private set; }

        /// <summary>Whether it was cut, and so holds nothing any more.</summary>
        public bool IsCut { get; set; }

        /// <summary>Whether it belongs to those that <see cref="SmallBytes"/> is too little for.</summary>
        public bool IsLarge => Bytes > SmallBytes;

        /// <summary>Whether it is an answer that is not read yet, else a request that is not finished.</summary>
        public bool IsUnread { get; set; }

        /// <summary>Which heap of the <see cref="CutOrder"/> it is in, if it may be cut.</summary>
        public int Heap { get; set; }

        public int HeapIndex { get; set; } = -1;

        /// <summary>Grows with each progress of anybody.</summary>
        public long Turn { get; set; }

        /// <summary>When the last good piece but one was there, or the first began to come.</summary>
        public long Since { get; set; }

        /// <summary>When the last good piece was there; 0: none was.</summary>
        public long LastStep { get; set; }

        /// <summary>Whether it is slower than another one, for as long as neither gets on.</summary>
        public bool ComesBefore(Holding other) => Since < other.Since || (Since == other.Since && Turn < other.Turn);

        public bool IsSlowerThan(Holding other, long now)
        {
            long mine = PieceTime(now), others = other.PieceTime(now);
            return mine > others || (mine == others && Turn < other.Turn);
        }

        /// <summary>Holds the whole of an answer, or nothing when it is small and came without holding anything: most do.</summary>
        /// <returns>Whether there is room.</returns>
        public bool TryHoldAnswer(int bytes) => (!_isUsed && bytes <= SmallBytes) || TryHold(bytes);

        /// <summary>Holds so many bytes beside the head.</summary>
        /// <inheritdoc cref="BufferBudget.TryHold"/>
        public bool TryHold(long bytes)
        {
            _isUsed = true;
            return _budget.TryHold(this, Head + bytes);
        }

        /// <summary>Holds a head of so many bytes, and nothing else.</summary>
        /// <inheritdoc cref="BufferBudget.TryHold"/>
        public bool TryHoldHead(long bytes)
        {
            Head = bytes;
            return TryHold(0);
        }

        /// <inheritdoc cref="BufferBudget.Expose"/>
        /// <param name="unread">Whether it is an answer that is not read yet, else a request that is not finished.</param>
        /// <param name="cut">Ends what was cut, on any thread, but before <see cref="Protect"/> or <see cref="Release"/> returns. It must not wait.</param>
        public void Expose(bool unread, Action cut)
        {
            _isUsed = true;
            _wasExposed = true;
            lock (_cutGate)
                _cut = cut;
            _budget.Expose(this, unread);
        }

        /// <summary>Ends what was cut, unless somebody has.</summary>
        public void EndIfCut()
        {
            lock (_cutGate)
            {
                if (IsCut)
                    EndCut();
            }
        }

        /// <inheritdoc cref="BufferBudget.Progress"/>
        public void Progress() => _budget.Progress(this);

        /// <inheritdoc cref="BufferBudget.Protect"/>
        public bool Protect()
        {
            bool wasCut = _budget.Protect(this);
            Forget(wasCut);
            return wasCut;
        }

        /// <summary>Gives everything back but the head.</summary>
        public void Release()
        {
            if (!_isUsed)
                return;
            bool wasCut = _budget.Release(this);
            Forget(wasCut);
            if (wasCut)
                Head = 0;
            _isUsed = Head > 0;
        }

        /// <summary>Gives everything back.</summary>
        public void ReleaseHead()
        {
            Head = 0;
            Release();
        }

        /// <summary>Gives everything back with the connection, whose own memory is worth as much as a large buffer when its client was slow: such clients come and go together.</summary>
        public void End(int connectionBytes)
        {
            ReleaseHead();
            if (_wasExposed)
                _budget._memory?.Note(connectionBytes);
        }

        /// <summary>How long a good piece takes: the one that is coming, and with it the one before, so that who sends in bursts is as slow as who sends evenly.</summary>
        private long PieceTime(long now) => LastStep == 0 ? now - Since : (now - Since) / 2;

        /// <summary>What ends it is of no use any more, and may belong to another request soon.</summary>
        private void Forget(bool wasCut)
        {
            lock (_cutGate)
            {
                if (wasCut)
                    EndCut();
                _cut = null;
            }
        }

        private void EndCut()
        {
            Action? cut = _cut;
            _cut = null;
            try
            {
                cut?.Invoke();
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection has ended by itself.
            }
        }
    }
}
