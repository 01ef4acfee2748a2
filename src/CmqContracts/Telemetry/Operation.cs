namespace CmqContracts;

/// <summary>What spans and metrics tell apart.</summary>
/// <param name="Name">Its name in CMQ.</param>
/// <param name="Type">Its type in OpenTelemetry's conventions.</param>
internal sealed record Operation(string Name, string Type)
{
    public static Operation Create { get; } = new("create", "create");

    public static Operation Send { get; } = new("send", "send");

    public static Operation Publish { get; } = new("publish", "send");

    public static Operation Receive { get; } = new("receive", "receive");

    public static Operation Process { get; } = new("process", "process");

    public static Operation Delete { get; } = new("delete", "settle");
}
