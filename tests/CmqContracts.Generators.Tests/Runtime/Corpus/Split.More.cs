#nullable disable

namespace CmqContracts.Generators.Tests.Runtime;

public sealed partial class Split
{
    public string B { get; set; }

    public required int C { get; init; }
}

public partial record SplitPart
{
    public string B { get; set; }
}
