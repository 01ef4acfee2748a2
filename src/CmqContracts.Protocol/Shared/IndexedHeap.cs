namespace CmqContracts.Protocol;

/// <summary>An item that knows its index in a heap, so that it can be moved or taken out without a search.</summary>
internal interface IHeapItem<TSelf>
    where TSelf : class, IHeapItem<TSelf>
{
    /// <summary>The index in the heap; below 0: in none.</summary>
    int HeapIndex { get; set; }

    bool ComesBefore(TSelf other);
}

/// <summary>A binary heap whose items can be removed and re-ordered anywhere, in logarithmic time.</summary>
internal sealed class IndexedHeap<T>
    where T : class, IHeapItem<T>
{
    private T?[] _items = [];

    public int Count { get; private set; }

    public T? First => Count == 0 ? null : _items[0];

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(16, Count * 2));
        Count++;
        SiftUp(item, Count - 1);
    }

    public void Remove(T item)
    {
        int index = item.HeapIndex;
        item.HeapIndex = -1;
        Count--;
        T last = _items[Count]!;
        _items[Count] = null;
        if (index < Count)
            Sift(last, index);
        if (_items.Length > 1024 && Count < _items.Length / 4)
            Array.Resize(ref _items, _items.Length / 2);
    }

    /// <summary>Restores the order of the heap after that of an item has changed.</summary>
    public void Update(T item) => Sift(item, item.HeapIndex);

    public void Clear()
    {
        for (int i = 0; i < Count; i++)
            _items[i]!.HeapIndex = -1;
        Count = 0;
        _items = [];
    }

    private void Sift(T item, int index)
    {
        if (index > 0 && item.ComesBefore(_items[(index - 1) / 2]!))
            SiftUp(item, index);
        else
            SiftDown(item, index);
    }

    private void SiftUp(T item, int index)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!item.ComesBefore(_items[parent]!))
                break;
            Set(_items[parent]!, index);
            index = parent;
        }

        Set(item, index);
    }

    private void SiftDown(T item, int index)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _items[child + 1]!.ComesBefore(_items[child]!))
                child++;
            if (!_items[child]!.ComesBefore(item))
                break;
            Set(_items[child]!, index);
            index = child;
        }

        Set(item, index);
    }

    private void Set(T item, int index)
    {
        _items[index] = item;
        item.HeapIndex = index;
    }
}
