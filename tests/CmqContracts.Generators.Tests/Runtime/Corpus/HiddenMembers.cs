using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Members and constructors that are not public and are used for JSON.
[CmqQueue("private-setters")]
public partial class PrivateSetters
{
    [JsonInclude]
    public int A { get; private set; }

    [JsonInclude]
    public string? B { get; protected set; }

    [JsonInclude]
    public int C { get; private init; } = 3;

    [JsonInclude]
    private int D { get; set; }

    [JsonInclude]
    internal int E { get; set; }

    [JsonInclude]
#pragma warning disable IDE0044
    private int _field = 5;
#pragma warning restore IDE0044

    public int Sum => D + _field;
}

public class Guarded
{
    [JsonConstructor]
    private Guarded(int number) => Number = number;

    public Guarded(int number, string text)
        : this(number) => Text = text;

    public int Number { get; }

    [JsonInclude]
    public string? Text { get; private set; }

    [JsonInclude]
    private protected long Code { get; set; }
}

public struct GuardedStruct
{
    [JsonInclude]
    public int A { get; private set; }

    [JsonInclude]
    private string? _b;

    [JsonInclude]
    public int C { get; private init; }

    public readonly string? B => _b;

    public void Set(string? b) => _b = b;
}

[CmqQueue("guarded-members")]
public partial record GuardedMembers(Guarded A, Guarded? B, GuardedStruct C, List<GuardedStruct> D);

[CmqQueue("private-constructor")]
public partial class PrivateConstructor
{
    [JsonConstructor]
    private PrivateConstructor(int a, string b = "b") => (A, B) = (a, b);

    public PrivateConstructor()
    {
    }

    public int A { get; }

    public string? B { get; }

    public int C { get; init; } = 7;
}

[CmqQueue("one-way")]
public partial class OneWay
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public int A { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenReading)]
    public int B { get; set; } = 4;

    public int C { get; set; }
}

[CmqQueue("pairs")]
public partial record Pairs(KeyValuePair<string, int> A, List<KeyValuePair<int, Money?>> B);
