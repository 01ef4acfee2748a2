using System.Buffers;

namespace CmqContracts.Protocol.Wire;

/// <summary>
/// A growing buffer on pooled memory. What was written is gone after <see cref="Dispose"/>. Large buffers are rare and not pooled: each
/// thread and each processor would keep some.
/// </summary>
internal sealed class PooledBufferWriter : IBufferWriter<byte>, IDisposable
{
    /// <summary>The largest buffer that is pooled.</summary>
    private const int PooledBytes = 1024 * 1024;

    /// <summary>The largest buffer that <see cref="Clear"/> keeps.</summary>
    private const int KeptBytes = 64 * 1024;

    private byte[] _buffer;

    /// <summary>Creates an empty buffer.</summary>
    public PooledBufferWriter(int initialCapacity = 1024) => _buffer = Rent(initialCapacity);

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>What was written, valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, Length);

    /// <summary>What was written, valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, Length);

    /// <summary>Forgets what was written and keeps the memory, unless it has become large.</summary>
    public void Clear()
    {
        if (_buffer.Length > KeptBytes)
            Dispose();
        Length = 0;
    }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _buffer.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _buffer.AsSpan(Length);
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        Length = 0;
        Return(buffer);
    }

    private void Grow(int sizeHint)
    {
        int needed = Math.Max(sizeHint, 1);
        if (_buffer.Length - Length >= needed)
            return;
        byte[] larger = Rent(Math.Max(checked(Length + needed), (int)Math.Min(2L * _buffer.Length, Array.MaxLength)));
        WrittenSpan.CopyTo(larger);
        Return(_buffer);
        _buffer = larger;
    }

    private static byte[] Rent(int length) =>
        length > PooledBytes ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);

    private static void Return(byte[] buffer)
    {
        if (buffer.Length is > 0 and <= PooledBytes)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
