using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

#pragma warning disable CA1051 // Fields are what tests compare and JSON does not have.
// Types with callbacks.
[CmqQueue("callback-class")]
public partial class CallbackClass : IJsonOnSerializing, IJsonOnSerialized, IJsonOnDeserializing, IJsonOnDeserialized
{
    [JsonIgnore]
    public string Calls = "";

    public int A { get; set; } = 3;

    public int Twice { get; set; }

    public void OnSerializing() => Twice = unchecked(A * 2);

    public void OnSerialized() => Calls = $"written {A}";

    public void OnDeserializing() => Calls = $"created {A}";

    public void OnDeserialized() => Calls += $", read {A}";
}

/// <summary>An interface that has only its name in common with a callback.</summary>
[CmqQueue("no-callback")]
public partial record NoCallback(int A) : NoCallback.IJsonOnSerialized
{
    [JsonIgnore]
    public string Calls = "";

    public void OnSerialized() => Calls = "called";

    public interface IJsonOnSerialized
    {
        void OnSerialized();
    }
}

[CmqQueue("callback-record")]
public partial record CallbackRecord(int A, string B) : IJsonOnDeserializing, IJsonOnDeserialized
{
    [JsonIgnore]
    public string Calls = "";

    public int C { get; set; } = 4;

    void IJsonOnDeserializing.OnDeserializing() => Calls = $"created {A} {B} {C}";

    void IJsonOnDeserialized.OnDeserialized() => Calls += $", read {C}";
}

[CmqQueue("callback-struct")]
public partial struct CallbackStruct : IJsonOnSerializing, IJsonOnDeserialized
{
    public int A { get; set; }

    public bool IsWritten { get; set; }

    void IJsonOnSerializing.OnSerializing() => IsWritten = true;

    void IJsonOnDeserialized.OnDeserialized() => A = unchecked(A + 1);
}

public class CallbackItems : List<int>, IJsonOnSerializing, IJsonOnDeserializing, IJsonOnDeserialized
{
    public string Calls = "";

    public void OnSerializing() => Sort();

    public void OnDeserializing() => Calls = $"created {Count}";

    public void OnDeserialized() => Calls += $", read {Count}";
}

public class CallbackMap : Dictionary<string, int>, IJsonOnSerializing, IJsonOnDeserialized
{
    public void OnSerializing() => this["written"] = 1;

    public void OnDeserialized() => this["read"] = Count;
}

[JsonDerivedType(typeof(CallbackDerived), "derived")]
public class CallbackBase
{
    public int A { get; set; }
}

public class CallbackDerived : CallbackBase, IJsonOnSerializing, IJsonOnDeserialized
{
    public int B { get; set; }

    public void OnSerializing() => B = A;

    public void OnDeserialized() => A = unchecked(A + 1);
}

[CmqQueue("callback-members")]
public partial class CallbackMembers : IJsonOnDeserialized
{
    public CallbackClass? A { get; set; }

    public CallbackStruct B { get; set; }

    public CallbackStruct? C { get; set; }

    public List<CallbackStruct>? D { get; set; }

    public CallbackItems? E { get; set; }

    public CallbackMap? F { get; set; }

    public CallbackBase? G { get; set; }

    public List<CallbackRecord>? H { get; set; }

    [JsonExtensionData]
    public Dictionary<string, System.Text.Json.JsonElement>? More { get; set; }

    public void OnDeserialized() => B = new CallbackStruct { A = More?.Count ?? -1 };
}

[CmqQueue("callback-recursive")]
public partial class CallbackRecursive : IJsonOnSerializing, IJsonOnSerialized
{
    public CallbackRecursive? Next { get; set; }

    public int Level { get; set; }

    public void OnSerializing() => Level = 1;

    public void OnSerialized() => Level = 2;
}
#pragma warning restore CA1051
