using System.Text.Json;
using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Members of generic types that a body lacks have their declared initial values.
public record PageOf<T>
{
    public int Size { get; init; } = 20;

    public List<T> Items { get; init; } = [];

    public string? Next { get; set; } = "start";
}

public record Positional<T>(T First, int Count = 3)
{
    public string Label { get; init; } = "label";

    public T? Other { get; init; }

    public PageOf<T>? Pages { get; init; } = new() { Size = 7 };
}

public struct GenericStruct<T>()
{
    public int Size { get; init; } = 5;

    public T? Value { get; init; } = default;
}

public class GenericRequired<T>
{
    public required T Value { get; init; }

    public required string Name { get; set; }

    [JsonRequired]
    public int Count { get; init; } = 4;

    public T[] More { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rest { get; init; } = 9;
}

public class GenericChild<T> : GenericRequired<List<T>>
{
    public bool IsChild { get; init; } = true;
}

public class ClosedChild : GenericRequired<int>
{
    public int Own { get; init; } = 1;
}

public class OfOuter<T>
{
    public class Inner
    {
        public int Size { get; init; } = 6;
    }
}

public class GenericExtensionData<T>
{
    public T? A { get; init; }

    public int Size { get; init; } = 2;

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Rest { get; init; } = new() { ["kept"] = JsonDocument.Parse("1").RootElement };
}

[CmqQueue("generic-defaults")]
public partial record GenericDefaults(
    PageOf<int> A,
    PageOf<PageOf<string>>? B,
    Positional<int> C,
    Positional<string>? D,
    GenericStruct<int> E,
    GenericStruct<PageOf<Money>>? F,
    GenericRequired<int>? G,
    GenericChild<string>? H,
    ClosedChild? I,
    OfOuter<int>.Inner J,
    List<PageOf<Money>> K);

[CmqQueue("generic-extras")]
public partial record GenericExtensionDataHolder(GenericExtensionData<int> A, GenericExtensionData<string>? B);

[CmqQueue<PageOf<Positional<int>>>("bound-generic-defaults")]
public partial class BoundGenericDefaults;
