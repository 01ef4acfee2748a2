namespace CmqContracts.Generators.Tests.Runtime;

// A type that is spread over files; the attribute stands in this one.
[CmqQueue("split")]
public partial class Split
{
    public int A { get; set; }

    public SplitPart? Part { get; set; }
}

public partial record SplitPart(int A);
