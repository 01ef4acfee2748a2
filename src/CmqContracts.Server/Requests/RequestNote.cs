using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>What the log will say of a request, noted while its parameters are there. It is reused for other requests, so that noting allocates nothing.</summary>
internal sealed class RequestNote
{
    private readonly byte[] _target = new byte[Printable.MaxLength];
    private CmqKey? _key;

    /// <summary>The account; <see langword="null"/>: none is authenticated.</summary>
    public string? Account { get; private set; }

    /// <summary>The queue or topic as it was sent; empty: there is none, or it is in <see cref="TargetDigest"/>.</summary>
    public ReadOnlySpan<byte> Target => _target.AsSpan(0, TargetLength);

    /// <summary>What stands for a name that is not to be shown.</summary>
    public string? TargetDigest { get; private set; }

    private int TargetLength { get; set; }

    public void Clear() => (_key, Account, TargetLength, TargetDigest) = (null, null, 0, null);

    /// <summary>Notes who was authenticated.</summary>
    public void Authenticated(string account) => Account = account;

    /// <summary>Notes the queue, or else the topic, that a v2 request names, whoever has signed it.</summary>
    public void Names(V2Parameters parameters, KeyRing keys)
    {
        int secretId = parameters.IndexOf("SecretId"u8), queueName = parameters.IndexOf("queueName"u8), topicName = parameters.IndexOf("topicName"u8);
        Names(queueName < 0 ? default : parameters.Value(queueName).Span, topicName < 0 ? default : parameters.Value(topicName).Span, secretId < 0 ? null : keys.Find(parameters.Value(secretId).Span));
    }

    /// <summary>Notes the queue, or else the topic, that a request names.</summary>
    /// <param name="queueName">The queue's name; empty: it names none.</param>
    /// <param name="topicName">The topic's name; empty: it names none.</param>
    /// <param name="key">The key that it names, whose secrets are not shown.</param>
    public void Names(ReadOnlySpan<byte> queueName, ReadOnlySpan<byte> topicName, CmqKey? key)
    {
        _key = key;
        ReadOnlySpan<byte> name = queueName.IsEmpty ? topicName : queueName;
        if (name.Length > Printable.MaxLength || key?.HasSecretIn(name) == true)
        {
            TargetDigest = Printable.Digest(name);
            return;
        }

        name.CopyTo(_target);
        TargetLength = name.Length;
    }

    /// <summary>What a refusal says, without the values in it that may be secrets in the wrong place.</summary>
    public string? Reason(string? error, string? detail)
    {
        if (detail is null || _key?.HasSecretIn(detail) == true)
            return error;
        return $"{error}. {Printable.WithoutLongValues(detail)}";
    }
}
