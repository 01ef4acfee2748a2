namespace CmqContracts.Server;

/// <summary>What the server holds the requests of an action to. It is looked up once per request; permission, rate, metrics and what a signature may cover go by it.</summary>
/// <param name="name">The action's name as the documents spell it.</param>
/// <param name="plane">Which rate its requests count against.</param>
/// <param name="effect">Whether keys that only read may take it.</param>
/// <param name="parameters">The parameters that it reads.</param>
internal sealed class ActionInfo(string name, ActionPlane plane, ActionEffect effect, ActionParameters parameters)
{
    public string Name { get; } = name;

    public ActionPlane Plane { get; } = plane;

    public ActionEffect Effect { get; } = effect;

    public ActionParameters Parameters { get; } = parameters;
}

/// <summary>What an action works on.</summary>
internal enum ActionPlane
{
    /// <summary>Messages, and the addresses by which they travel.</summary>
    Data,

    /// <summary>Queues, topics and subscriptions.</summary>
    Control,
}

/// <summary>Whether an action changes anything.</summary>
internal enum ActionEffect
{
    /// <summary>It changes nothing.</summary>
    Reads,

    /// <summary>It changes something. A receive does: it makes messages invisible.</summary>
    Changes,
}
