#nullable disable

namespace CmqContracts.Generators.Tests.Runtime;

// Types without nullable annotations.
[CmqQueue("oblivious-members")]
public partial class ObliviousMembers
{
    public string A { get; set; }

    public int? B { get; set; }

    public List<string> C { get; set; }

    public Dictionary<string, OrderLine> D { get; set; }

    public ObliviousPart E { get; set; }

    public Box<string> F { get; init; }
}

public class ObliviousPart(string text)
{
    public string Text { get; } = text;

    public ObliviousPart[] Parts { get; set; }
}

#nullable enable
[CmqQueue("half-oblivious")]
public partial record HalfOblivious(ObliviousPart A, ObliviousPart? B, Box<string?> C)
{
#nullable disable
    public string D { get; set; }
}
