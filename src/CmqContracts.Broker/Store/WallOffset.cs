namespace CmqContracts.Broker;

/// <summary>The difference between wall time, as users see it, and a broker's own time, for the messages and definitions from a sequence on, up to the next offset.</summary>
/// <param name="FromSequence">The first sequence that it is for.</param>
/// <param name="Since">Since when it is in force, in the broker's time.</param>
/// <param name="Milliseconds">What is added to the broker's time: 0 until the machine's clock is set back for the first time, and less each time.</param>
internal readonly record struct WallOffset(long FromSequence, long Since, long Milliseconds);
