#pragma warning disable CA1050, IDE0130 // Without a namespace.

[CmqContracts.CmqQueue("global")]
public partial record WithoutNamespace(int A, PartWithoutNamespace? B, System.Collections.Generic.List<PartWithoutNamespace> C);

public record PartWithoutNamespace(string? A);
