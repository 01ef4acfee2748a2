using System.Text.Json.Serialization;

namespace CmqContracts.Generators.Tests.Runtime;

// Types that contain themselves.
[CmqQueue("chain")]
public sealed partial record Chain(int Value, Chain? Next);

[CmqQueue("employee")]
public partial class Employee
{
    public string Name { get; set; } = "";

    public Department? Department { get; set; }
}

public class Department
{
    public Employee? Head { get; set; }

    public List<Employee> Staff { get; set; } = [];

    public Dictionary<string, Department?>? Parts { get; set; }
}

[CmqQueue("menu")]
public partial record Menu(string Text, Dictionary<string, Menu> Entries, Menu[]? Recent, IReadOnlyList<IReadOnlyList<Menu>>? Columns);

/// <summary>A value type cannot contain itself, but can contain a class that contains it.</summary>
public readonly record struct Link(string? Label, Knot? To);

[CmqQueue("knot")]
public partial class Knot
{
    public Link First { get; set; }

    public Link? Second { get; set; }

    public List<Link>? Others { get; set; }
}

[CmqQueue("required-recursion")]
public partial record RequiredRecursion(int A)
{
    public required List<RequiredRecursion> B { get; init; }

    public Box<RequiredRecursion>? C { get; init; }
}

[CmqQueue("recursion-with-extras")]
public partial class RecursionWithExtensionData
{
    public RecursionWithExtensionData? Inner { get; set; }

    [JsonExtensionData]
    public Dictionary<string, System.Text.Json.JsonElement>? Rest { get; set; }
}
