#pragma warning disable CA1716, CA1720, CA1724, CA1710, IDE0130 // The names of the framework, taken by a user.

namespace CmqContracts.Generators.Tests.Runtime.Awkward
{
    // Types of the user that have the names of framework types, next to the contract.
    public record Task(int Id, String? Description, List Steps);

    public record String(string Text);

    public record Guid(int Number);

    public class List
    {
        public global::System.Collections.Generic.List<int> Numbers { get; set; } = new();
    }

    public enum DateTime
    {
        Soon,
        Late,
    }

    public record Dictionary(int Count);

    public record Utf8JsonReader(int Position);

    public record QueueContract(string Name);

    [CmqQueue("framework-names")]
    public partial record FrameworkNames(Task A, String B, Guid? C, List D, DateTime E, Dictionary? F, Utf8JsonReader? G, QueueContract H, global::System.Guid I, global::System.Collections.Generic.List<Guid> J);
}

namespace CmqContracts.Generators.Tests.Runtime.Awkward.System
{
    public class Something
    {
        public Text.Json? Json { get; set; }
    }

    [CmqQueue("in-system")]
    public partial record InSystem(Something A, Text.Json B, global::System.Uri? C);
}

namespace CmqContracts.Generators.Tests.Runtime.Awkward.System.Text
{
    public record Json(int A);
}
