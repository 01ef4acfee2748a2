using CmqContracts.Generators.Model;

namespace CmqContracts.Generators.Emission;

/// <summary>Writes a queue's attributes as the expression that creates them: only what the contract states, and more than one on lines of their own.</summary>
internal static class QueueSettingsCode
{
    private const string Type = "global::CmqContracts.QueueSettings";
    private const string Policy = "global::CmqContracts.DeadLetterPolicy";

    public static string Of(QueueSpec queue)
    {
        List<string> values = new();
        Add(values, nameof(queue.VisibilityTimeout), queue.VisibilityTimeout);
        Add(values, nameof(queue.PollingWaitSeconds), queue.PollingWaitSeconds);
        Add(values, nameof(queue.MaxMsgSize), queue.MaxMsgSize);
        Add(values, nameof(queue.MsgRetentionSeconds), queue.MsgRetentionSeconds);
        Add(values, nameof(queue.RewindSeconds), queue.RewindSeconds);
        Add(values, nameof(queue.MaxMsgHeapNum), queue.MaxMsgHeapNum);
        if (queue.DeadLetterQueue is { } target && queue.MaxReceiveCount is { } count)
            values.Add($"DeadLetterPolicy = {Policy}.AfterReceives({Literals.Text(target)}, {Literals.Number(count)})");
        else if (queue.DeadLetterQueue is { } aged && queue.MaxTimeToLive is { } seconds)
            values.Add($"DeadLetterPolicy = {Policy}.AfterSeconds({Literals.Text(aged)}, {Literals.Number(seconds)})");
        return values.Count switch
        {
            0 => $"new {Type}()",
            1 => $"new {Type} {{ {values[0]} }}",
            _ => $"new {Type}\n{{\n{string.Concat(values.Select(value => "    " + value + ",\n"))}}}",
        };
    }

    private static void Add(List<string> values, string name, long? value)
    {
        if (value is { } number)
            values.Add($"{name} = {Literals.Number(number)}");
    }
}
