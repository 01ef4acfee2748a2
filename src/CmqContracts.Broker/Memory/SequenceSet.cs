namespace CmqContracts.Broker;

/// <summary>
/// Messages ordered by sequence, in chunks: adding at the end and taking from the front cost next to nothing, anything else
/// one binary search and a short move, and no message costs more than its reference.
/// </summary>
internal sealed class SequenceSet
{
    private const int ChunkCapacity = 256;

    private Chunk?[] _chunks = [];
    private int _firstChunk;
    private int _chunkCount;
    private Chunk? _spare;

    public int Count { get; private set; }

    public MemoryMessage? First => _chunkCount == 0 ? null : ChunkAt(0)[0];

    public void Add(MemoryMessage message)
    {
        Count++;
        Chunk? last = _chunkCount == 0 ? null : _chunks[_firstChunk + _chunkCount - 1];
        if (last is null || message.Header.Sequence > last.LastSequence)
        {
            if (last is null || !last.HasRoomAtEnd)
                InsertChunk(_chunkCount, last = TakeChunk());
            last.Append(message);
            return;
        }

        int index = FindChunk(message.Header.Sequence);
        Chunk chunk = ChunkAt(index);
        if (chunk.Count == ChunkCapacity)
        {
            Chunk upper = TakeChunk();
            chunk.MoveUpperHalfTo(upper);
            InsertChunk(index + 1, upper);
            if (message.Header.Sequence > upper.FirstSequence)
                chunk = upper;
        }

        chunk.Insert(message);
    }

    public MemoryMessage? Find(long sequence)
    {
        if (_chunkCount == 0)
            return null;
        Chunk chunk = ChunkAt(FindChunk(sequence));
        int index = chunk.IndexOf(sequence);
        return index < 0 ? null : chunk[index];
    }

    public MemoryMessage Remove(long sequence)
    {
        if (_chunkCount == 0)
            throw new InvalidOperationException($"There is no message {sequence} to remove.");
        int chunkIndex = FindChunk(sequence);
        Chunk chunk = ChunkAt(chunkIndex);
        int index = chunk.IndexOf(sequence);
        if (index < 0)
            throw new InvalidOperationException($"There is no message {sequence} to remove.");
        MemoryMessage removed = chunk[index];
        chunk.RemoveAt(index);
        Count--;
        if (chunk.Count == 0)
            RemoveChunk(chunkIndex);
        else if (chunk.Count < ChunkCapacity / 4 && chunkIndex + 1 < _chunkCount && chunk.Count + ChunkAt(chunkIndex + 1).Count <= ChunkCapacity / 2)
            MergeWithNext(chunkIndex);
        return removed;
    }

    /// <summary>Copies messages of a range, in order.</summary>
    public void CopyTo(SequenceRange range, int maxMessages, List<StoredMessage> into)
    {
        (int chunkIndex, int index) = LowerBound(range);
        for (; chunkIndex < _chunkCount && into.Count < maxMessages; chunkIndex++, index = 0)
        {
            Chunk chunk = ChunkAt(chunkIndex);
            for (; index < chunk.Count && into.Count < maxMessages; index++)
                into.Add(new StoredMessage(chunk[index].Header, chunk[index].Body));
        }
    }

    /// <summary>Copies messages of a range, in the order that it says.</summary>
    /// <returns>Whether there are more of it.</returns>
    public bool Look(in LookRange range, List<LookedMessage> into)
    {
        SequenceRange wanted = new(range.AfterSequence, range.ProducedAfter);
        (int chunkIndex, int index) = LowerBound(range.NewestFirst ? new SequenceRange(range.BeforeSequence - 1, long.MinValue) : wanted);
        if (range.NewestFirst)
            GoBack(ref chunkIndex, ref index);
        long bytes = 0;
        for (; chunkIndex >= 0 && chunkIndex < _chunkCount; Go(range.NewestFirst, ref chunkIndex, ref index))
        {
            MemoryMessage message = ChunkAt(chunkIndex)[index];
            if (range.NewestFirst ? !IsIn(message, wanted) : message.Header.Sequence >= range.BeforeSequence)
                return false;
            bytes += range.WithBodies ? message.Body.Length : 0;
            if (into.Count == range.MaxMessages || (into.Count > 0 && bytes > range.MaxBytes))
                return true;
            into.Add(new LookedMessage(message.Header, message.Body.Length, range.WithBodies ? message.Body : default, message.DeadLetterSource));
        }

        return false;
    }

    /// <summary>Counts messages between two sequences, neither of which is included, up to a number.</summary>
    public int CountUpTo(long afterSequence, long beforeSequence, int most, out long last)
    {
        last = 0;
        int count = 0;
        (int chunkIndex, int index) = LowerBound(new SequenceRange(afterSequence, long.MinValue));
        for (; chunkIndex < _chunkCount && count < most; Go(back: false, ref chunkIndex, ref index))
        {
            long sequence = ChunkAt(chunkIndex)[index].Header.Sequence;
            if (sequence >= beforeSequence)
                break;
            last = sequence;
            count++;
        }

        return count;
    }

    private static bool IsIn(MemoryMessage message, SequenceRange range) =>
        message.Header.Sequence > range.AfterSequence && message.Header.ProducedAt > range.ProducedAfter;

    private void Go(bool back, ref int chunkIndex, ref int index)
    {
        if (back)
            GoBack(ref chunkIndex, ref index);
        else if (++index == ChunkAt(chunkIndex).Count)
            (chunkIndex, index) = (chunkIndex + 1, 0);
    }

    private void GoBack(ref int chunkIndex, ref int index)
    {
        if (--index < 0 && --chunkIndex >= 0)
            index = ChunkAt(chunkIndex).Count - 1;
    }

    private Chunk ChunkAt(int index) => _chunks[_firstChunk + index]!;

    /// <summary>The first position in range. Both bounds grow with the sequence, so what is in range is a tail.</summary>
    private (int Chunk, int Index) LowerBound(SequenceRange range)
    {
        int low = 0;
        int high = _chunkCount;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (IsIn(ChunkAt(middle).Last, range))
                high = middle;
            else
                low = middle + 1;
        }

        if (low == _chunkCount)
            return (low, 0);
        Chunk chunk = ChunkAt(low);
        if (IsIn(chunk[0], range))
            return (low, 0);
        int first = 0;
        int last = chunk.Count - 1;
        while (first < last)
        {
            int middle = (first + last) / 2;
            if (IsIn(chunk[middle], range))
                last = middle;
            else
                first = middle + 1;
        }

        return (low, first);
    }

    /// <summary>The last chunk that begins at or before a sequence; else the first chunk.</summary>
    private int FindChunk(long sequence)
    {
        int low = 0;
        int high = _chunkCount - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (ChunkAt(middle).FirstSequence <= sequence)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private void MergeWithNext(int index)
    {
        Chunk next = ChunkAt(index + 1);
        ChunkAt(index).AppendAll(next);
        RemoveChunk(index + 1);
    }

    private void InsertChunk(int index, Chunk chunk)
    {
        if (_firstChunk + _chunkCount == _chunks.Length)
        {
            if (_firstChunk > _chunks.Length / 2)
            {
                Array.Copy(_chunks, _firstChunk, _chunks, 0, _chunkCount);
                Array.Clear(_chunks, _chunkCount, _firstChunk);
                _firstChunk = 0;
            }
            else
            {
                Array.Resize(ref _chunks, Math.Max(4, _chunks.Length * 2));
            }
        }

        int position = _firstChunk + index;
        Array.Copy(_chunks, position, _chunks, position + 1, _chunkCount - index);
        _chunks[position] = chunk;
        _chunkCount++;
    }

    private void RemoveChunk(int index)
    {
        Chunk chunk = ChunkAt(index);
        chunk.Reset();
        _spare = chunk;
        _chunkCount--;
        if (index == 0)
        {
            _chunks[_firstChunk++] = null;
            if (_chunkCount == 0)
                _firstChunk = 0;
            return;
        }

        int position = _firstChunk + index;
        Array.Copy(_chunks, position + 1, _chunks, position, _chunkCount - index);
        _chunks[_firstChunk + _chunkCount] = null;
    }

    private Chunk TakeChunk()
    {
        Chunk chunk = _spare ?? new Chunk();
        _spare = null;
        return chunk;
    }

    private sealed class Chunk
    {
        private readonly MemoryMessage?[] _items = new MemoryMessage?[ChunkCapacity];
        private int _start;

        public int Count { get; private set; }

        public bool HasRoomAtEnd => _start + Count < ChunkCapacity;

        public MemoryMessage Last => this[Count - 1];

        public long FirstSequence => this[0].Header.Sequence;

        public long LastSequence => Last.Header.Sequence;

        public MemoryMessage this[int index] => _items[_start + index]!;

        public void Append(MemoryMessage message) => _items[_start + Count++] = message;

        public int IndexOf(long sequence)
        {
            int index = LowerBound(sequence);
            return index < Count && this[index].Header.Sequence == sequence ? index : -1;
        }

        public void Insert(MemoryMessage message)
        {
            int position = _start + LowerBound(message.Header.Sequence);
            if (_start > 0)
            {
                Array.Copy(_items, _start, _items, _start - 1, position - _start);
                _start--;
                position--;
            }
            else
            {
                Array.Copy(_items, position, _items, position + 1, Count - position);
            }

            _items[position] = message;
            Count++;
        }

        public void RemoveAt(int index)
        {
            Count--;
            if (index == 0)
            {
                _items[_start++] = null;
                return;
            }

            int position = _start + index;
            Array.Copy(_items, position + 1, _items, position, Count - index);
            _items[_start + Count] = null;
        }

        public void MoveUpperHalfTo(Chunk other)
        {
            int moved = Count / 2;
            int position = _start + Count - moved;
            Array.Copy(_items, position, other._items, 0, moved);
            Array.Clear(_items, position, moved);
            other.Count = moved;
            Count -= moved;
        }

        public void AppendAll(Chunk other)
        {
            if (_start + Count + other.Count > ChunkCapacity)
            {
                Array.Copy(_items, _start, _items, 0, Count);
                Array.Clear(_items, Count, _start);
                _start = 0;
            }

            Array.Copy(other._items, other._start, _items, _start + Count, other.Count);
            Count += other.Count;
        }

        public void Reset()
        {
            Array.Clear(_items, _start, Count);
            _start = 0;
            Count = 0;
        }

        private int LowerBound(long sequence)
        {
            if (this[0].Header.Sequence >= sequence)
                return 0;
            int low = 1;
            int high = Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (this[middle].Header.Sequence < sequence)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
