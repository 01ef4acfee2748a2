namespace CmqContracts.Testing.Tests.Envelopes;

[CmqQueue("parcels", VisibilityTimeout = 30, MsgRetentionSeconds = 3600)]
[CmqTopic("shipped")]
[CmqSubscription("shipped")]
[CmqEnvelope]
public sealed partial record Parcel(int Number, string? To = null);

/// <summary>A contract whose producers are coming to send envelopes.</summary>
[CmqQueue("letters", VisibilityTimeout = 30)]
[CmqEnvelope(Source = "/post", Type = "com.example.letter", ReadsPlain = true)]
public sealed partial record Letter(int Number);

/// <summary>A contract whose handlers give up.</summary>
[CmqQueue("fragile", VisibilityTimeout = 30, DeadLetterQueue = "fragile-dead", MaxReceiveCount = 100)]
[CmqEnvelope]
public sealed partial record Fragile(int Number);

[CmqQueue<Fragile>("fragile-dead")]
[CmqEnvelope]
public sealed partial class DeadFragile;
