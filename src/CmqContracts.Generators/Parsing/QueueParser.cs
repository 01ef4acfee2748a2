using CmqContracts.Generators.Model;
using Microsoft.CodeAnalysis;

namespace CmqContracts.Generators.Parsing;

/// <summary>Reads the arguments of <c>[CmqQueue]</c>.</summary>
internal static class QueueParser
{
    public static QueueSpec Parse(AttributeData attribute) => new(
        attribute.FirstText() ?? "",
        Number(attribute, nameof(QueueSpec.VisibilityTimeout)),
        Number(attribute, nameof(QueueSpec.PollingWaitSeconds)),
        Number(attribute, nameof(QueueSpec.MaxMsgSize)),
        Number(attribute, nameof(QueueSpec.MsgRetentionSeconds)),
        Number(attribute, nameof(QueueSpec.RewindSeconds)),
        Number(attribute, nameof(QueueSpec.MaxMsgHeapNum)),
        attribute.Named(nameof(QueueSpec.DeadLetterQueue)) as string,
        Number(attribute, nameof(QueueSpec.MaxReceiveCount)),
        Number(attribute, nameof(QueueSpec.MaxTimeToLive)));

    private static long? Number(AttributeData attribute, string name) => attribute.Named(name) switch
    {
        int value => value,
        long value => value,
        _ => null,
    };
}
