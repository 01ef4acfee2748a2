using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the arguments of <c>[CmqQueue]</c>.</summary>
internal static class QueueParser
{
    public static QueueSpec Parse(AttributeData attribute) => new()
    {
        Name = attribute.FirstText() ?? "",
        VisibilityTimeout = Number(attribute, nameof(QueueSpec.VisibilityTimeout)),
        PollingWaitSeconds = Number(attribute, nameof(QueueSpec.PollingWaitSeconds)),
        MaxMsgSize = Number(attribute, nameof(QueueSpec.MaxMsgSize)),
        MsgRetentionSeconds = Number(attribute, nameof(QueueSpec.MsgRetentionSeconds)),
        RewindSeconds = Number(attribute, nameof(QueueSpec.RewindSeconds)),
        MaxMsgHeapNum = Number(attribute, nameof(QueueSpec.MaxMsgHeapNum)),
        DeadLetterQueue = attribute.Named(nameof(QueueSpec.DeadLetterQueue)) as string,
        MaxReceiveCount = Number(attribute, nameof(QueueSpec.MaxReceiveCount)),
        MaxTimeToLive = Number(attribute, nameof(QueueSpec.MaxTimeToLive)),
    };

    private static long? Number(AttributeData attribute, string name) => attribute.Named(name) switch
    {
        int value => value,
        long value => value,
        _ => null,
    };
}
