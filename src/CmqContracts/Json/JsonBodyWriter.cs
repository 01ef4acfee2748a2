using System.Buffers;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CmqContracts.Json;

/// <summary>Writes JSON as UTF-8 straight into the spans of a buffer writer. It never allocates.</summary>
/// <remarks>
/// Made for generated code: punctuation and member names come as literals, so nothing is checked here but room in the buffer.
/// Values have the form that <c>System.Text.Json</c> gives them, except that text is escaped only where JSON requires it.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct JsonBodyWriter
{
    private const int MaxDepth = 64;

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _buffer;
    private int _count;
    private int _depth;

    internal JsonBodyWriter(IBufferWriter<byte> output)
    {
        _output = output;
        _buffer = output.GetSpan(256);
    }

    /// <summary>Writes UTF-8 as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteRaw(scoped ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        _count += utf8.Length;
    }

    /// <summary>Writes a quote.</summary>
    public void WriteQuote() => WriteRaw("\""u8);

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary>Enters an object or array of a type that contains itself, which could be endless.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth)
            throw new UnwritableValueException("at most 64 levels (does the message contain itself?)");
    }

    /// <summary>Leaves the object or array.</summary>
    public void Leave() => _depth--;

    /// <summary>The value, which the contract says is never null.</summary>
    [SuppressMessage("Performance", "CA1822:Mark members as static", Justification = "Generated code is shorter by it.")]
    public readonly T NotNull<T>([NotNull] T? value)
        where T : class
    {
        if (value is null)
            ThrowNull();
        return value;
    }

    internal void Complete()
    {
        _output.Advance(_count);
        _count = 0;
        _buffer = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _count < size)
            Grow(size);
        return _buffer[_count..];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        _output.Advance(_count);
        _count = 0;
        _buffer = _output.GetSpan(Math.Max(size, 256));
    }

    [DoesNotReturn]
    private static void ThrowNull() => throw new UnwritableValueException("a value: the member is not nullable");
}
