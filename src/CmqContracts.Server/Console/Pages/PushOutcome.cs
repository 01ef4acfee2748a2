namespace CmqContracts.Server.Pages;

/// <summary>How deliveries to one endpoint went, as pages show it.</summary>
public sealed class PushOutcome
{
    internal PushOutcome(PushState state) => State = state;

    internal PushState State { get; }
}
