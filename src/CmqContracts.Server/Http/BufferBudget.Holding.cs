namespace CmqContracts.Server;

/// <content>What is held.</content>
internal sealed partial class BufferBudget
{
    /// <summary>What one connection holds of the budget, for the request that is under way.</summary>
    public sealed class Holding
    {
        private readonly BufferBudget _budget;
        private bool _isUsed;
        private bool _wasExposed;

        public Holding(BufferBudget budget)
        {
            _budget = budget;
            Node = new LinkedListNode<Holding>(this);
        }

        /// <summary>How many bytes are held.</summary>
        public long Bytes { get; set; }

        /// <summary>How many of them are the head's: they stay while the rest comes and goes.</summary>
        public long Head { get; private set; }

        /// <summary>Whether it was cut, and so holds nothing any more.</summary>
        public bool IsCut { get; set; }

        public LinkedListNode<Holding> Node { get; }

        public Action? Cut { get; set; }

        /// <summary>When the last good piece but one was there, or the first began to come.</summary>
        public long Since { get; set; }

        /// <summary>When the last good piece was there; 0: none was.</summary>
        public long LastStep { get; set; }

        /// <summary>How long a good piece takes: the one that is coming, and with it the one before, so that who sends in bursts is as slow as who sends evenly.</summary>
        public long PieceTime(long now) => LastStep == 0 ? now - Since : (now - Since) / 2;

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
        public void Expose(bool unread, Action cut)
        {
            _isUsed = true;
            _wasExposed = true;
            _budget.Expose(this, unread, cut);
        }

        /// <inheritdoc cref="BufferBudget.Progress"/>
        public void Progress() => _budget.Progress(this);

        /// <inheritdoc cref="BufferBudget.Protect"/>
        public bool Protect() => _budget.Protect(this);

        /// <summary>Gives everything back but the head.</summary>
        public void Release()
        {
            if (!_isUsed)
                return;
            _isUsed = Head > 0;
            _budget.Release(this);
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
                _budget._memory.Note(connectionBytes);
        }
    }
}
