namespace CmqContracts.Server;

/// <summary>What the server knows of an action. It is looked up once per request, and decides permission, rate limit, metrics and how its signed parameters may be split.</summary>
/// <param name="name">The action's name as the documents spell it.</param>
/// <param name="plane">Which rate limit its requests count against.</param>
/// <param name="effect">What access a key needs for it.</param>
/// <param name="parameters">The parameters that it reads.</param>
internal sealed class ActionInfo(string name, ActionPlane plane, ActionEffect effect, ActionParameters parameters)
{
    public string Name { get; } = name;

    public ActionPlane Plane { get; } = plane;

    public ActionEffect Effect { get; } = effect;

    public ActionParameters Parameters { get; } = parameters;
}

/// <summary>The plane of an action, which decides the rate limit of its requests.</summary>
internal enum ActionPlane
{
    /// <summary>Messages, and the addresses of queues and topics.</summary>
    Data,

    /// <summary>Queues, topics and subscriptions.</summary>
    Control,
}

/// <summary>Whether an action changes anything or shows bodies.</summary>
internal enum ActionEffect
{
    /// <summary>It changes nothing, and shows no body.</summary>
    Reads,

    /// <summary>It changes nothing, and shows bodies unless its parameter <c>maxBodyBytes</c> is 0.</summary>
    ReadsWantedBodies,

    /// <summary>It changes nothing, and shows bodies or what is in them.</summary>
    ReadsBodies,

    /// <summary>It changes something. A receive does: it makes messages invisible.</summary>
    Changes,
}
