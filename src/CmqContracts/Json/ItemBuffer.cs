using System.Buffers;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CmqContracts.Json;

/// <summary>Collects items in a pooled array until their number is known, so that the collection that remains has its exact size.</summary>
/// <typeparam name="T">The item type.</typeparam>
/// <remarks>Made for generated code. After a failure the pooled array is left to the garbage collector.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct ItemBuffer<T>
{
    private T[]? _items;
    private int _count;

    /// <summary>Adds an item.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        T[]? items = _items;
        if (items is null || _count == items.Length)
            items = Grow();
        items[_count++] = item;
    }

    /// <summary>The items as an array; the buffer is empty afterwards.</summary>
    public T[] ToArray()
    {
        if (_items is null)
            return [];
        T[] result = _items.AsSpan(0, _count).ToArray();
        Reset();
        return result;
    }

    /// <summary>The items as a list; the buffer is empty afterwards.</summary>
    public List<T> ToList()
    {
        if (_items is null)
            return [];
        List<T> result = new(_count);
        CollectionsMarshal.SetCount(result, _count);
        _items.AsSpan(0, _count).CopyTo(CollectionsMarshal.AsSpan(result));
        Reset();
        return result;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(_count * 2, 16));
        if (_items is not null)
        {
            _items.AsSpan(0, _count).CopyTo(larger);
            Release();
        }

        return _items = larger;
    }

    private void Release()
    {
        T[] items = _items!;
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
            items.AsSpan(0, Math.Min(_count, items.Length)).Clear();
        ArrayPool<T>.Shared.Return(items);
        _items = null;
    }

    /// <summary>Empties the buffer.</summary>
    private void Reset()
    {
        Release();
        _count = 0;
    }
}

/// <summary>Looks at collections as spans.</summary>
/// <remarks>Made for generated code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ItemSpan
{
    /// <summary>The items of a list.</summary>
    public static ReadOnlySpan<T> Of<T>(List<T> items) => CollectionsMarshal.AsSpan(items);

    /// <summary>The items of a collection: without a copy where it is an array or a list.</summary>
    public static ReadOnlySpan<T> Of<T>(IEnumerable<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.GetType() == typeof(List<T>))
            return CollectionsMarshal.AsSpan(Unsafe.As<List<T>>(items));
        return items as T[] ?? items.ToArray();
    }
}
