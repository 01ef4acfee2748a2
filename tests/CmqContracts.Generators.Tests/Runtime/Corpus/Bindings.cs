namespace CmqContracts.Generators.Tests.Runtime;

// Types without attributes, of this assembly and of another one, and the classes that bind them.
public record Page<T>(IReadOnlyList<T> Items, T? Best, int Next = 1)
{
    public T? Worst { get; init; }

    public required string Title { get; set; }
}

[CmqQueue<CmqMessage>("bound-messages", VisibilityTimeout = 11)]
internal sealed partial class BoundMessages;

[CmqQueue<QueueList>("bound-lists")]
internal abstract partial class BoundLists;

[CmqQueue<Page<OrderLine>>("bound-pages")]
internal readonly partial struct BoundPages;

[CmqQueue<OrderPlaced>("second-orders")]
internal sealed partial class SecondOrders;

public static partial class Outer
{
    [CmqQueue<Page<string>>("bound-texts")]
    internal sealed partial record BoundTexts;
}
