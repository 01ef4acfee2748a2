using CmqContracts.Protocol.Wire;

namespace CmqContracts.Server;

/// <summary>The least access that a key needs for a request.</summary>
internal static class NeededAccess
{
    /// <summary>What a v2 request needs. A look at messages that wants no bodies shows their attributes only.</summary>
    /// <exception cref="CmqServiceException"><see cref="CmqErrors.ParameterTypeError"/>: the parameter that says whether bodies are wanted is no number.</exception>
    public static CmqKeyAccess Of(ActionInfo action, V2Parameters parameters) => action.Effect switch
    {
        ActionEffect.ReadsWantedBodies => parameters.OptionalNumber("maxBodyBytes") == 0 ? CmqKeyAccess.ReadOnly : CmqKeyAccess.Inspect,
        _ => Of(action),
    };

    /// <summary>What a request needs whose parameters do not matter.</summary>
    public static CmqKeyAccess Of(ActionInfo action) => action.Effect switch
    {
        ActionEffect.Reads => CmqKeyAccess.ReadOnly,
        ActionEffect.ReadsBodies or ActionEffect.ReadsWantedBodies => CmqKeyAccess.Inspect,
        _ => CmqKeyAccess.Full,
    };

    /// <summary>Why a key is refused, and what helps.</summary>
    public static string Explain(CmqKey key, ActionInfo action, CmqKeyAccess needed) =>
        $"{action.Name} needs the access {(needed == CmqKeyAccess.Full ? nameof(CmqKeyAccess.Full) : $"{needed} or {nameof(CmqKeyAccess.Full)}")}, and the key's is {key.Access}; "
        + (action.Effect == ActionEffect.ReadsWantedBodies ? "with maxBodyBytes=0 it shows no bodies, and any key may use it." : "use another key, or change the Access of this one.");
}
