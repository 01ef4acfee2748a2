namespace CmqContracts.Server;

/// <summary>An action of one protocol.</summary>
/// <param name="Info">What the server knows of it.</param>
/// <param name="Handler">Reads the parameters, calls the backend and fills the reply.</param>
/// <typeparam name="TContext">What the protocol's actions work on.</typeparam>
internal sealed record ServerAction<TContext>(ActionInfo Info, Func<TContext, ValueTask> Handler);
