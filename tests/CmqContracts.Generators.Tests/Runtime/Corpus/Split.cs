namespace CmqContracts.Generators.Tests.Runtime;

// A type with declarations in several files; the attribute is in this one.
[CmqQueue("split")]
public partial class Split
{
    public int A { get; set; }

    public SplitPart? Part { get; set; }
}

public partial record SplitPart(int A);
