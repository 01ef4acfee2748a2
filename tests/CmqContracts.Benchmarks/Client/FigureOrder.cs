using CmqContracts.Protocol.Wire;

namespace CmqContracts.Benchmarks;

/// <summary>A typical message, of text and numbers.</summary>
[CmqQueue("figure-orders", VisibilityTimeout = 60)]
public sealed partial record FigureOrder(Guid Id, FigureLine[] Lines, string Note)
{
    /// <summary>One whose body has 1 KiB.</summary>
    public static FigureOrder OfOneKibibyte { get; } = WithNoteOf(1024 - BodyOf(WithNoteOf(0)).Length);

    /// <summary>Its body.</summary>
    public static byte[] Body { get; } = BodyOf(OfOneKibibyte);

    private static byte[] BodyOf(FigureOrder order)
    {
        using PooledBufferWriter body = new();
        CodecBenchmarks.CodecOf<FigureOrder>().Encode(order, body);
        return body.WrittenSpan.ToArray();
    }

    private static FigureOrder WithNoteOf(int characters) => new(
        new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
        [.. Enumerable.Range(0, 12).Select(static i => new FigureLine($"SKU-{i * 7919:0000000}", $"Line number {i} of it", i + 1))],
        new string('x', characters));
}

/// <summary>A line of it.</summary>
public sealed record FigureLine(string Sku, string Title, int Quantity);
